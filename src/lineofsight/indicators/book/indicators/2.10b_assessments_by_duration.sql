/*
ref = "2.10b"
title = "Assessments completed, by how long they took"
report = "monthly"
section = "Assessments"
group = "Assessments"
order = 221
one_row_for = "assessment"
unit = "count"
kinds = "Working days from start to authorisation"
kinds_in_order = ["Same day", "1 to 10 working days", "11 to 20 working days", "21 to 30 working days", "31 to 40 working days", "41 to 45 working days", "46 to 50 working days", "51 to 60 working days", "61 working days and more"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Assessments authorised in the window, by working days. The start is as in 2.10a: the referral for the first assessment authorised for it, else the assessment itself. From the referral: $from_referral."
good = "Most take as long as the family needs, few end on day 45 because it is day 45."
why = "A single percentage hides both the hurried and the very late."
decision = "Whether a crowd of assessments ends just before the limit, and which are long past it."
source = "DfE, Children in need, assessments completed by duration: the same bands"
caveats = "Without any start the duration is not known. A date of authorisation before the start is a recording fault and stands as the same day."
example = "Referred on Friday, authorised on the Monday after: 1 working day."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
from_referral = "yes"

[[benchmarks]]
comparable = "no"
why = "DfE publishes these bands, but not among the figures that are loaded here: 2.10a has the comparable share."
*/
with measured as (
    select
        event_date,
        person_id,
        assessment_id,
        case when $from_referral = 'yes' then started_on else own_started_on end as started_on,
        case when $from_referral = 'yes' then days else own_days end as days
    from assessments_completed
)
select
    event_date,
    person_id,
    assessment_id as event_id,
    true as met,
    started_on as clock_start,
    cast(null as date) as due_on,
    event_date as done_on,
    case
        when days <= 0 then 'Same day'
        when days <= 10 then '1 to 10 working days'
        when days <= 20 then '11 to 20 working days'
        when days <= 30 then '21 to 30 working days'
        when days <= 40 then '31 to 40 working days'
        when days <= 45 then '41 to 45 working days'
        when days <= 50 then '46 to 50 working days'
        when days <= 60 then '51 to 60 working days'
        when days > 60 then '61 working days and more'
    end as kind
from measured
