/*
ref = "4.7.3"
title = "% of children on a child protection plan with all visits of the last 3 months in time"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 453
one_row_for = "child"
unit = "percent"
late_stays = true
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Each visit of the past $within_months months on which the child was seen came at most $within_working_days working days after the one before (after the start of the plan, for the first), and the latest is at most $within_working_days working days old, as in 4.7.2."
out_of = "Children on a child protection plan."
good = "Every child on a plan is seen every ten working days, every time."
why = "4.7.2 looks at the latest visit alone: six weeks without a visit are forgotten with the next one."
decision = "Which plans aren't kept to, and where workers need help."
source = "Local companion of 4.7.2, with the same interval"
caveats = "Met here is always met in 4.7.2. A visit where the child was not seen does not count, and two on one day are one. A late visit leaves the figure when it is 3 months old."
example = "Visits on Wednesday 1 March and Wednesday 15 March 2023: 10 working days, in time. On Thursday 16 March: 11, not met."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_working_days = 10
within_months = 3

[[benchmarks]]
comparable = "no"
why = "There is no national interval for visits, and no published figure."
*/
with visits as (
    select
        person_id,
        seen_on,
        lag(seen_on) over (partition by person_id order by seen_on) as one_before
    from (
        select distinct cppv_person_id as person_id, cppv_cp_visit_date as seen_on
        from ssd_cp_visits
        where cppv_cp_visit_seen and cppv_cp_visit_date is not null
    ) as days
),
gaps as (
    select
        plans.as_at,
        plans.person_id,
        plans.entered_on,
        visits.seen_on,
        greatest(coalesce(visits.one_before, plans.entered_on), plans.entered_on) as clock_start
    from on_child_protection_plan as plans
    left join visits
        on visits.person_id = plans.person_id
        and visits.seen_on <= plans.as_at
),
late as (
    select gaps.as_at, gaps.person_id, min(gaps.clock_start) as clock_start, min(gaps.seen_on) as seen_on
    from gaps
    join calendar on calendar.day = gaps.clock_start
    join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
    where gaps.seen_on > in_time.last_day
        and gaps.seen_on > gaps.as_at - interval '$within_months' month
    group by gaps.as_at, gaps.person_id
),
latest as (
    select as_at, person_id, entered_on, max(seen_on) as seen_on
    from gaps
    group by as_at, person_id, entered_on
),
shown as (
    select
        latest.as_at,
        latest.person_id,
        latest.seen_on as latest_on,
        late.person_id is not null as was_late,
        coalesce(late.clock_start, latest.seen_on, latest.entered_on) as clock_start,
        case when late.person_id is null then latest.seen_on else late.seen_on end as done_on
    from latest
    left join late on late.as_at = latest.as_at and late.person_id = latest.person_id
)
select
    shown.as_at,
    shown.person_id,
    not shown.was_late and shown.latest_on is not null and coalesce(shown.as_at <= in_time.last_day, false) as met,
    shown.clock_start,
    in_time.last_day as due_on,
    shown.done_on
from shown
left join calendar on calendar.day = shown.clock_start
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
