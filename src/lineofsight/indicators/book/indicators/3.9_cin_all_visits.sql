/*
ref = "3.9"
title = "% of children in need with all visits of the last 3 months in time"
report = "monthly"
section = "Child in need"
group = "Child in need"
order = 339
one_row_for = "child"
unit = "percent"
late_stays = true
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Each visit of the past $within_months months on which the child was seen came at most $within_days days after the one before (after joining the cohort, for the first), and the latest is in the past $within_days days, as in 3.3."
out_of = "Children in need."
good = "Children are seen regularly, not only in the week before the report."
why = "3.3 looks at the latest visit alone: a child seen yesterday, after eleven weeks, is in time there."
decision = "Which children are seen in fits and starts, and which workers have too much to do."
source = "Local companion of 3.3, with the same interval"
caveats = "Met here is always met in 3.3. A visit where the child was not seen does not count, and two on one day are one. A late visit leaves the figure when it is 3 months old."
example = "Visits on 1 February, 1 March and 29 March 2023: 28 days each time, in time on 31 March. With 2 March in place of 1 March: 29 days, not met."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_days = 28
within_months = 3

[[benchmarks]]
comparable = "no"
why = "There is no national interval for visits to children in need, and no published figure."
*/
with visits as (
    select
        person_id,
        seen_on,
        lag(seen_on) over (partition by person_id order by seen_on) as one_before
    from (
        select distinct cinv_person_id as person_id, cinv_cin_visit_date as seen_on
        from ssd_cin_visits
        where cinv_cin_visit_seen and cinv_cin_visit_date is not null
    ) as days
),
gaps as (
    select
        children_in_need.as_at,
        children_in_need.person_id,
        children_in_need.entered_on,
        visits.seen_on,
        greatest(coalesce(visits.one_before, children_in_need.entered_on), children_in_need.entered_on) as clock_start
    from children_in_need
    left join visits
        on visits.person_id = children_in_need.person_id
        and visits.seen_on <= children_in_need.as_at
),
late as (
    select as_at, person_id, min(clock_start) as clock_start, min(seen_on) as seen_on
    from gaps
    where seen_on > clock_start + $within_days
        and seen_on > as_at - interval '$within_months' month
    group by as_at, person_id
),
latest as (
    select as_at, person_id, entered_on, max(seen_on) as seen_on
    from gaps
    group by as_at, person_id, entered_on
)
select
    latest.as_at,
    latest.person_id,
    late.person_id is null and coalesce(latest.seen_on > latest.as_at - $within_days, false) as met,
    coalesce(late.clock_start, latest.seen_on, latest.entered_on) as clock_start,
    coalesce(late.clock_start, latest.seen_on, latest.entered_on) + ($within_days - 1) as due_on,
    case when late.person_id is null then latest.seen_on else late.seen_on end as done_on
from latest
left join late on late.as_at = latest.as_at and late.person_id = latest.person_id
