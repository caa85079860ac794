/*
ref = "4.7.2"
title = "% of children on a child protection plan receiving a visit within 10 working days"
group = "Visits"
section = "Child protection"
order = 340
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "The latest visit on which the child was seen is at most $within_working_days working days old."
out_of = "Children on a child protection plan."
good = "Every child on a plan is seen at least every ten working days."
why = "These are the children most at risk."
decision = "Whom to visit today."
source = "Local: the commonest standard. Working Together sets no number."
caveats = "The latest visit alone: a child seen yesterday after six weeks is met. Visits of any plan count."
example = "A visit on Monday 20 March is working day 9 on Friday 31 March: in time."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_working_days = 10

[[targets]]
from = "2019-04"
minimum = 92
upper = 95

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect visits."
*/
with latest as (
    select
        plans.as_at,
        plans.person_id,
        plans.entered_on,
        max(visits.cppv_cp_visit_date) as seen_on
    from on_child_protection_plan as plans
    left join ssd_cp_visits as visits
        on visits.cppv_person_id = plans.person_id
        and visits.cppv_cp_visit_date <= plans.as_at
        and visits.cppv_cp_visit_seen
    group by plans.as_at, plans.person_id, plans.entered_on
)
select
    latest.as_at,
    latest.person_id,
    coalesce(latest.seen_on is not null and latest.as_at <= in_time.last_day, false) as met,
    coalesce(latest.seen_on, latest.entered_on) as clock_start,
    in_time.last_day as due_on,
    latest.seen_on as done_on
from latest
left join calendar on calendar.day = coalesce(latest.seen_on, latest.entered_on)
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
