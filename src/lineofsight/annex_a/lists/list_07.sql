/*
list = 7
who = "Child protection plans of this authority that are open on the day, or ended in the window: one row for each plan."
unclear = [
    "The last statutory visit is the latest on which the child was seen, from the start of the plan to its end.",
    "Team and worker of a plan that has ended are those of its last day.",
]
of = ["ssd_cp_plans.cppl_person_id", "ssd_cp_plans.cppl_cp_plan_start_date", "ssd_cp_plans.cppl_cp_plan_end_date"]
reads_if_there = [
    "ssd_cp_plans.cppl_cp_plan_id", "ssd_cp_plans.cppl_cp_plan_ola", "ssd_cp_visits.cppv_person_id",
    "ssd_cp_visits.cppv_cp_visit_seen", "ssd_legal_status.lega_person_id",
    "ssd_legal_status.lega_legal_status_end_date",
]
source = "SSD ssd_cp_plans, ssd_cp_visits, ssd_cp_reviews, ssd_legal_status"
order = ["plan_start_date"]
needs_all_of = ["previous_plans"]

[needs]
initial_category = ["ssd_cp_plans.cppl_cp_plan_initial_category"]
latest_category = ["ssd_cp_plans.cppl_cp_plan_latest_category"]
last_visit_date = ["ssd_cp_visits.cppv_cp_visit_date"]
seen_alone = ["ssd_cp_visits.cppv_cp_visit_date", "ssd_cp_visits.cppv_cp_visit_seen_alone"]
last_review_date = ["ssd_cp_reviews.cppr_cp_review_date", "ssd_cp_reviews.cppr_cp_plan_id"]
emergency_protection = ["ssd_legal_status.lega_legal_status", "ssd_legal_status.lega_legal_status_start_date"]
previous_plans = ["ssd_cp_plans.cppl_cp_plan_start_date"]
*/
with plans as (
    select
        plans.cppl_cp_plan_id as plan_id,
        plans.cppl_person_id as person_id,
        plans.cppl_cp_plan_start_date as started_on,
        case when plans.cppl_cp_plan_end_date <= as_at.as_at then plans.cppl_cp_plan_end_date end as ended_on,
        plans.cppl_cp_plan_initial_category as initial_category,
        plans.cppl_cp_plan_latest_category as latest_category,
        row_number() over (
            partition by plans.cppl_person_id order by plans.cppl_cp_plan_start_date, plans.cppl_cp_plan_id
        ) - 1 as previous_plans
    from ssd_cp_plans as plans
    cross join as_at
    where plans.cppl_person_id is not null
        and plans.cppl_cp_plan_start_date <= as_at.as_at
        and not coalesce(plans.cppl_cp_plan_ola, false)
),
visits as (
    select
        plans.plan_id,
        plans.person_id,
        plans.started_on,
        max(visits.cppv_cp_visit_date) as seen_on,
        arg_max(visits.cppv_cp_visit_seen_alone, visits.cppv_cp_visit_date) as seen_alone
    from plans
    cross join as_at
    join ssd_cp_visits as visits
        on visits.cppv_person_id = plans.person_id
        and visits.cppv_cp_visit_date >= plans.started_on
        and visits.cppv_cp_visit_date <= coalesce(plans.ended_on, as_at.as_at)
        and visits.cppv_cp_visit_seen
    group by plans.plan_id, plans.person_id, plans.started_on
),
reviews as (
    select reviews.cppr_cp_plan_id as plan_id, max(reviews.cppr_cp_review_date) as held_on
    from ssd_cp_reviews as reviews
    join as_at on reviews.cppr_cp_review_date <= as_at.as_at
    group by reviews.cppr_cp_plan_id
),
emergencies as (
    select distinct statuses.lega_person_id as person_id
    from ssd_legal_status as statuses
    join as_at
        on statuses.lega_legal_status_start_date <= as_at.as_at
        and coalesce(statuses.lega_legal_status_end_date > as_at.as_at - interval '$months' month, true)
    where statuses.lega_legal_status in ('L1', 'L2')
)
select
    plans.person_id,
    plans.plan_id as record,
    plans.started_on as plan_start_date,
    plans.initial_category,
    plans.latest_category,
    visits.seen_on as last_visit_date,
    case
        when visits.seen_on is null then null
        when visits.seen_alone then 'Y'
        when not visits.seen_alone then 'N'
        else 'U'
    end as seen_alone,
    reviews.held_on as last_review_date,
    plans.ended_on as plan_end_date,
    case when emergencies.person_id is not null then 'Y' else 'N' end as emergency_protection,
    plans.previous_plans,
    coalesce(plans.ended_on - 1, as_at.as_at) as held_on
from plans
cross join as_at
left join visits
    on visits.person_id = plans.person_id
    and visits.started_on = plans.started_on
    and visits.plan_id is not distinct from plans.plan_id
left join reviews on reviews.plan_id = plans.plan_id
left join emergencies on emergencies.person_id = plans.person_id
where coalesce(plans.ended_on > as_at.as_at - interval '$months' month, true)
