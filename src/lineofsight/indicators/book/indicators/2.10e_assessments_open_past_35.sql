/*
ref = "2.10e"
title = "% of open assessments past 35 working days"
report = "monthly"
section = "Assessments"
group = "Assessments"
order = 224
one_row_for = "child"
unit = "percent"
kinds = "Working days open"
kinds_in_order = ["0 to 10 working days", "11 to 20 working days", "21 to 30 working days", "31 to 35 working days", "36 to 45 working days", "46 to 60 working days", "61 working days and more"]
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The assessment is open on a day after working day $past_working_days."
out_of = "Children in open cases with an assessment that was started and not authorised; of several, the one that has run longest."
good = "Few, and each known to the manager."
why = "Those past 35 are the late ones of the week after next."
decision = "Which assessments need a manager now, while they can still end in time."
source = "Local companion of 2.10a: DfE and 2.10a see an assessment only once it is completed"
caveats = "The clock is 2.10a's: from the referral if no assessment was authorised for it yet, else from the assessment's own start. An assessment left open on a closed case is not counted."
example = "Referred on day 0: on working day 35 not past, on working day 36 past."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
past_working_days = 35

[[benchmarks]]
comparable = "no"
why = "DfE doesn't publish assessments that are still open."
*/
select
    running.as_at,
    running.person_id,
    coalesce(in_time.last_day < running.as_at, false) as met,
    running.clock_start,
    in_time.last_day as due_on,
    cast(null as date) as done_on,
    running.band as kind
from assessments_running as running
left join calendar on calendar.day = running.clock_start
left join working_days as in_time on in_time.number = calendar.working_days + $past_working_days
