/*
cohort = "plans_to_be_made"
title = "Children in need who have no plan yet"
who = "A row for each child in need without an open child in need plan. Due on working day $within_working_days after the latest assessment of the child that was authorised by the date."
source = "Local: there is no national limit. Ten working days after the assessment is the commonest in procedures: check it against your own"
valid_from = "2019-04"

[settings]
within_working_days = 10
*/
with without_plan as (
    select children_in_need.as_at, children_in_need.person_id
    from children_in_need
    left join ssd_cin_plans as plans
        on plans.cinp_person_id = children_in_need.person_id
        and plans.cinp_cin_plan_start_date <= children_in_need.as_at
        and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > children_in_need.as_at
    group by children_in_need.as_at, children_in_need.person_id
    having count(plans.cinp_person_id) = 0
),
assessed as (
    select
        without_plan.as_at,
        without_plan.person_id,
        max(assessments.cina_assessment_auth_date) as clock_start
    from without_plan
    left join ssd_cin_assessments as assessments
        on assessments.cina_person_id = without_plan.person_id
        and assessments.cina_assessment_auth_date <= without_plan.as_at
    group by without_plan.as_at, without_plan.person_id
)
select
    assessed.as_at,
    assessed.person_id,
    cast(null as varchar) as event_id,
    assessed.clock_start,
    in_time.last_day as due_on
from assessed
left join calendar on calendar.day = assessed.clock_start
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
