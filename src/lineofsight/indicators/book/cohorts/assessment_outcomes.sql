/*
cohort = "assessment_outcomes"
title = "Assessments and what came of them"
who = "A row for each assessment that was authorised, on the day of its authorisation, with its outcomes, and whether it ended with no further action: by its flag, else by its outcome. Outcomes are read from flags that are true in JSON, or from a list with commas between; what stands after the word comments is left out."
source = "SSD ssd_cin_assessments, flag and outcome"
valid_from = "2019-04"
grain = "event"
reads_if_there = ["ssd_cin_assessments.cina_assessment_outcome_json"]
*/
with told as (
    select
        cina_assessment_id as assessment_id,
        cina_person_id as person_id,
        cina_assessment_auth_date as authorised_on,
        cina_assessment_outcome_nfa as nfa,
        concat(
            ',',
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
                left(
                    upper(cina_assessment_outcome_json),
                    strpos(concat(upper(cina_assessment_outcome_json), 'COMMENTS'), 'COMMENTS') - 1
                ), ' ', ''), '"', ''), '_', ''), 'FLAG', '')
                , '{', ','), '}', ','), '[', ','), ']', ',')
                , ':YES', ''), ':TRUE', ''), ':Y', ''), ':1', ''), 'NOFURTHERACTION', 'NFA'),
            ','
        ) as outcomes
    from ssd_cin_assessments
    where cina_assessment_auth_date is not null
)
select
    authorised_on as event_date,
    person_id,
    assessment_id,
    outcomes,
    coalesce(nfa, outcomes like '%,NFA,%' or outcomes like '%,NFAS47END,%') as no_further_action
from told
