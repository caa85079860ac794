/*
ref = "2.10c"
title = "Median working days that an assessment took"
report = "monthly"
section = "Assessments"
group = "Assessments"
order = 222
one_row_for = "assessment"
unit = "median"
measured_in = "working days"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The middle of the working days that assessments authorised in the window took. The start is as in 2.10a: the referral for the first assessment authorised for it, else the assessment itself. From the referral: $from_referral."
out_of = "Assessments authorised in the window whose start is known."
good = "Well below 45, so that help begins early, and not so low that nobody was listened to."
why = "The share in time doesn't move while every assessment takes longer, until it falls all at once: the median does."
decision = "Whether teams are slowing down before the limit shows it."
source = "DfE, Children in need: duration in working days from start to authorisation"
caveats = "Of an even number the lower of the two in the middle. Open assessments aren't in it: a team that finishes only the easy ones looks quick."
example = "Assessments of 10, 30 and 44 working days: the median is 30."
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
why = "DfE publishes bands of duration; a median is not among the figures that are loaded here."
*/
select
    event_date,
    person_id,
    assessment_id as event_id,
    true as met,
    case when $from_referral = 'yes' then started_on else own_started_on end as clock_start,
    cast(null as date) as due_on,
    event_date as done_on,
    cast(case when $from_referral = 'yes' then days else own_days end as bigint) as amount
from assessments_completed
