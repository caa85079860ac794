/*
ref = "2.12"
title = "Factors found in assessments"
report = "monthly"
section = "Assessments"
group = "Assessments"
order = 227
one_row_for = "factor of an assessment"
unit = "count"
kinds = "Factor"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Factors recorded in assessments authorised in the window: a row for each assessment and factor."
good = "Neither high nor low is good: it is what families struggle with."
why = "What to offer: services follow needs, and needs change."
decision = "Which help to commission, and which partners to bring in."
source = "DfE, Children in need census: factors identified at the end of assessment, its codes"
caveats = "An assessment with three factors counts three times; 'none found' doesn't count. The codes 18A and 19A have been retired and split by who abused. A factor recorded twice in an assessment counts once."
example = "Factors 3B and 4B: domestic abuse and mental health of a parent or carer, two rows."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE publishes factors by episode, and not among the figures that are loaded here."
*/
with factors as (
    select code, words
    from (
        values
        ('1A', 'Alcohol misuse: the child'),
        ('1B', 'Alcohol misuse: parent or carer'),
        ('1C', 'Alcohol misuse: another person at home'),
        ('2A', 'Drug misuse: the child'),
        ('2B', 'Drug misuse: parent or carer'),
        ('2C', 'Drug misuse: another person at home'),
        ('3A', 'Domestic abuse: the child'),
        ('3B', 'Domestic abuse: parent or carer'),
        ('3C', 'Domestic abuse: another person at home'),
        ('4A', 'Mental health: the child'),
        ('4B', 'Mental health: parent or carer'),
        ('4C', 'Mental health: another person at home'),
        ('5A', 'Learning disability: the child'),
        ('5B', 'Learning disability: parent or carer'),
        ('5C', 'Learning disability: another person at home'),
        ('6A', 'Physical disability or illness: the child'),
        ('6B', 'Physical disability or illness: parent or carer'),
        ('6C', 'Physical disability or illness: another person at home'),
        ('7A', 'Young carer'),
        ('8B', 'Privately fostered: from overseas, will return'),
        ('8C', 'Privately fostered: from overseas, will stay'),
        ('8D', 'Privately fostered: from the UK, for education'),
        ('8E', 'Privately fostered: from the UK, in the family'),
        ('8F', 'Privately fostered: other'),
        ('9A', 'Unaccompanied asylum-seeking child'),
        ('10A', 'Going missing'),
        ('11A', 'Child sexual exploitation'),
        ('12A', 'Trafficking'),
        ('13A', 'Gangs'),
        ('14A', 'Socially unacceptable behaviour'),
        ('15A', 'Self-harm'),
        ('16A', 'Neglect'),
        ('17A', 'Emotional abuse'),
        ('18A', 'Physical abuse'),
        ('18B', 'Physical abuse: by a child'),
        ('18C', 'Physical abuse: by an adult'),
        ('19A', 'Sexual abuse'),
        ('19B', 'Sexual abuse: by a child'),
        ('19C', 'Sexual abuse: by an adult'),
        ('20', 'Other factor'),
        ('22A', 'Female genital mutilation'),
        ('23A', 'Abuse linked to faith or belief'),
        ('24A', 'Child criminal exploitation')
    ) as names(code, words)
),
written as (
    select
        cinf_assessment_id as assessment_id,
        concat(
            ',',
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
                upper(cinf_assessment_factors_json), ' ', ''), '"', ''), '_', ''), 'FLAG', '')
                , '{', ','), '}', ','), '[', ','), ']', ',')
                , ':YES', ''), ':TRUE', ''), ':Y', ''), ':1', ''), 'NOFURTHERACTION', 'NFA'),
            ','
        ) as codes
    from ssd_assessment_factors
    where cinf_assessment_factors_json is not null
),
found as (
    select distinct written.assessment_id, factors.code, factors.words
    from written
    join factors on contains(written.codes, concat(',', factors.code, ','))
)
select
    assessments.cina_assessment_auth_date as event_date,
    assessments.cina_person_id as person_id,
    concat(found.assessment_id, ' ', found.code) as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    found.words as kind
from found
join ssd_cin_assessments as assessments
    on assessments.cina_assessment_id = found.assessment_id
where assessments.cina_assessment_auth_date is not null
