/*
ref = "4.8"
title = "% of CP reviews carried out within statutory timescales"
group = "Reviews"
section = "Child protection"
order = 420
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
late_stays = true
counted = "Every interval of the plan is in time: the first review within $first_within_months months of the initial conference, each next within $next_within_months months of the one before, and the one now running not past."
out_of = "Children whose (earliest open) child protection plan has been open for at least 3 months."
good = "Every plan is reviewed by its conference on time, every time."
why = "The conference decides whether the child is safe enough; a late one leaves that open."
decision = "Which conferences to book."
source = "Working Together 2023: three months after the initial conference, then at most six months apart; DfE counts plans open for three months or more, each with every review on time."
caveats = "One late review makes the plan late for as long as it is open. Due dates as recorded are not read."
example = "Conference on 30 November: a review on 28 February is in time (3 months after), one on 1 March is late."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
first_within_months = 3
next_within_months = 6
open_at_least_months = 3

[[targets]]
from = "2019-04"
minimum = 96.5
upper = 98.5

[[benchmarks]]
measure = "CP plans reviewed within timescales (open 3+ months)"
unit = "percent"
comparable = "yes"
why = "The same rule, on 31 March: plans open for three months or more, each with every review in time; other months are compared with the last 31 March."
*/
with conferences as (
    select icpc_cp_plan_id as cp_plan_id, min(icpc_icpc_date) as held_on
    from ssd_initial_cp_conference
    group by icpc_cp_plan_id
),
plans as (
    select
        plans.as_at,
        plans.person_id,
        plans.cp_plan_id,
        coalesce(own.icpc_icpc_date, conferences.held_on, plans.entered_on) as conference_on
    from on_child_protection_plan as plans
    join as_at on as_at.as_at = plans.as_at
    left join ssd_cp_plans as records
        on records.cppl_cp_plan_id = plans.cp_plan_id and records.cppl_person_id = plans.person_id
    left join ssd_initial_cp_conference as own on own.icpc_icpc_id = records.cppl_icpc_id
    left join conferences on conferences.cp_plan_id = plans.cp_plan_id
    where plans.entered_on <= as_at.as_at - interval '$open_at_least_months' month
),
reviews as (
    select
        plans.as_at,
        plans.person_id,
        reviews.cppr_cp_review_date as held_on,
        lag(reviews.cppr_cp_review_date) over (
            partition by plans.as_at, plans.person_id
            order by reviews.cppr_cp_review_date
        ) as one_before,
        plans.conference_on
    from plans
    join ssd_cp_reviews as reviews
        on reviews.cppr_cp_plan_id = plans.cp_plan_id
        and reviews.cppr_cp_review_date <= plans.as_at
),
held as (
    select
        as_at,
        person_id,
        held_on,
        coalesce(one_before, conference_on) as clock_start,
        case
            when one_before is null then conference_on + interval '$first_within_months' month
            else one_before + interval '$next_within_months' month
        end as due_on
    from reviews
),
running as (
    select
        plans.as_at,
        plans.person_id,
        coalesce(max(held.held_on), plans.conference_on) as clock_start,
        case
            when max(held.held_on) is null then plans.conference_on + interval '$first_within_months' month
            else max(held.held_on) + interval '$next_within_months' month
        end as due_on,
        max(held.held_on) as last_held_on
    from plans
    left join held on held.as_at = plans.as_at and held.person_id = plans.person_id
    group by plans.as_at, plans.person_id, plans.conference_on
),
late as (
    select as_at, person_id, clock_start, due_on, held_on
    from (
        select
            as_at,
            person_id,
            clock_start,
            due_on,
            held_on,
            row_number() over (partition by as_at, person_id order by due_on, held_on) as place
        from held
        where held_on > due_on
    ) as late_reviews
    where place = 1
)
select
    running.as_at,
    running.person_id,
    late.person_id is null and running.due_on >= running.as_at as met,
    coalesce(late.clock_start, running.clock_start) as clock_start,
    coalesce(late.due_on, running.due_on) as due_on,
    case when late.person_id is null then running.last_held_on else late.held_on end as done_on
from running
left join late on late.as_at = running.as_at and late.person_id = running.person_id
