/*
ref = "2.10a"
title = "% of single assessments completed within 45 working days"
group = "Front door / assessment"
section = "Assessments"
order = 220
one_row_for = "assessment"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
rating = "minimum_and_upper"
counted = "Authorised at most $within_working_days working days after the start: the referral for the first assessment authorised for it, else the assessment itself."
out_of = "Assessments authorised in the window."
good = "Families know within nine weeks what the assessment found; complicated ones aren't hurried, and the rest don't drift."
why = "Help starts after the assessment."
decision = "Which assessments are close to their limit; which teams need help to finish."
source = "Working Together 2023: at most 45 working days from the point of referral; DfE, Children in need census: the end is the date of authorisation."
caveats = "Only completed assessments are seen: open ones past their limit are in no figure until they end. Without any start the assessment is not met."
example = "Referred on day 0, authorised on working day 45: in time. On working day 46: not met."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_working_days = 45

[[targets]]
from = "2019-04"
minimum = 90
upper = 95

[[benchmarks]]
measure = "Assessments completed within 45 working days"
unit = "percent"
comparable = "partly"
why = "DfE's is of the whole year and the sum of its bands of duration, by the dates that councils return for each assessment. Here the first assessment counts from its referral."
*/
select
    completed.event_date,
    cast(null as date) as counts_from,
    completed.person_id,
    completed.assessment_id as event_id,
    coalesce(completed.event_date <= in_time.last_day, false) as met,
    completed.started_on as clock_start,
    in_time.last_day as due_on,
    completed.event_date as done_on
from assessments_completed as completed
left join calendar on calendar.day = completed.started_on
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
