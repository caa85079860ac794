/*
cohort = "cp_reviews_due"
title = "Child protection reviews to come"
who = "A row for each child on a child protection plan: the review that comes next, due $first_within_months months after the initial conference (else the start of the plan), then every $next_within_months months after the one before."
source = "Working Together 2023: first review within three months of the initial conference, then at most six months apart"
valid_from = "2019-04"

[settings]
first_within_months = 3
next_within_months = 6
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
    left join ssd_cp_plans as records
        on records.cppl_cp_plan_id = plans.cp_plan_id and records.cppl_person_id = plans.person_id
    left join ssd_initial_cp_conference as own on own.icpc_icpc_id = records.cppl_icpc_id
    left join conferences on conferences.cp_plan_id = plans.cp_plan_id
)
select
    plans.as_at,
    plans.person_id,
    plans.cp_plan_id as event_id,
    coalesce(max(reviews.cppr_cp_review_date), plans.conference_on) as clock_start,
    cast(
        case
            when max(reviews.cppr_cp_review_date) is null
                then plans.conference_on + interval '$first_within_months' month
            else max(reviews.cppr_cp_review_date) + interval '$next_within_months' month
        end as date
    ) as due_on
from plans
left join ssd_cp_reviews as reviews
    on reviews.cppr_cp_plan_id = plans.cp_plan_id
    and reviews.cppr_cp_review_date <= plans.as_at
group by plans.as_at, plans.person_id, plans.cp_plan_id, plans.conference_on
