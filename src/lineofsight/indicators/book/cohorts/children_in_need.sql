/*
cohort = "children_in_need"
title = "Children in need"
who = "Open cases who are not on a child protection plan, in our care or care leavers, and who have a child in need plan open (whatever its referral), or an assessment authorised since their earliest open referral that did not end with no further action."
source = "Local rule of the highlight report. Much narrower than DfE's children in need, which counts everyone from referral"
valid_from = "2019-04"
*/
with open_plans as (
    select
        as_at.as_at,
        plans.cinp_person_id as person_id,
        min(plans.cinp_cin_plan_start_date) as since
    from ssd_cin_plans as plans
    join as_at
        on plans.cinp_cin_plan_start_date <= as_at.as_at
        and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > as_at.as_at
    group by as_at.as_at, plans.cinp_person_id
),
assessed as (
    select open_cases.as_at, open_cases.person_id, min(assessments.cina_assessment_auth_date) as since
    from open_cases
    join ssd_cin_assessments as assessments
        on assessments.cina_person_id = open_cases.person_id
        and assessments.cina_assessment_auth_date >= open_cases.entered_on
        and assessments.cina_assessment_auth_date <= open_cases.as_at
    where not coalesce(assessments.cina_assessment_outcome_nfa, false)
    group by open_cases.as_at, open_cases.person_id
),
members as (
    select
        open_cases.as_at,
        open_cases.person_id,
        least(coalesce(open_plans.since, assessed.since), coalesce(assessed.since, open_plans.since)) as since
    from open_cases
    left join open_plans
        on open_plans.as_at = open_cases.as_at and open_plans.person_id = open_cases.person_id
    left join assessed
        on assessed.as_at = open_cases.as_at and assessed.person_id = open_cases.person_id
    left join on_child_protection_plan
        on on_child_protection_plan.as_at = open_cases.as_at
        and on_child_protection_plan.person_id = open_cases.person_id
    left join looked_after
        on looked_after.as_at = open_cases.as_at and looked_after.person_id = open_cases.person_id
    left join care_leavers
        on care_leavers.as_at = open_cases.as_at and care_leavers.person_id = open_cases.person_id
    where on_child_protection_plan.person_id is null
        and looked_after.person_id is null
        and care_leavers.person_id is null
        and (open_plans.person_id is not null or assessed.person_id is not null)
),
other_cohorts as (
    select cppl_person_id as person_id, cppl_cp_plan_end_date as left_on
    from ssd_cp_plans
    where not coalesce(cppl_cp_plan_ola, false)
    union all
    select clae_person_id as person_id, clae_cla_episode_ceased_date as left_on
    from ssd_cla_episodes
)
select
    members.as_at,
    members.person_id,
    greatest(members.since, coalesce(max(other_cohorts.left_on), members.since)) as entered_on
from members
left join other_cohorts
    on other_cohorts.person_id = members.person_id and other_cohorts.left_on <= members.as_at
group by members.as_at, members.person_id, members.since
