/*
cohort = "children_in_need"
title = "Children in need"
who = "Open cases who are not on a child protection plan, in our care or care leavers, and who have a child in need plan open (whatever its referral), or an assessment authorised since their earliest open referral that did not end with no further action. They joined when the latest of these was: the plan or assessment, the referral that opened the case, the end of a child protection plan, the end of care (short breaks aside)."
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
spells as (
    select distinct begins.cine_person_id as person_id, begins.cine_referral_date as began_on
    from ssd_cin_episodes as begins
    left join ssd_cin_episodes as earlier
        on earlier.cine_person_id = begins.cine_person_id
        and earlier.cine_referral_date < begins.cine_referral_date
        and coalesce(earlier.cine_close_date, date '9999-12-31') >= begins.cine_referral_date
        and not coalesce(earlier.cine_referral_nfa, false)
    where not coalesce(begins.cine_referral_nfa, false)
        and begins.cine_person_id is not null
        and earlier.cine_person_id is null
),
short_breaks as (
    select distinct episodes.clae_person_id as person_id, episodes.clae_cla_episode_ceased_date as over_on
    from ssd_cla_episodes as episodes
    join ssd_legal_status as statuses
        on statuses.lega_person_id = episodes.clae_person_id
        and statuses.lega_legal_status_start_date <= episodes.clae_cla_episode_ceased_date - 1
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31')
            > episodes.clae_cla_episode_ceased_date - 1
    where statuses.lega_legal_status in ('V3', 'V4')
),
-- What the clock does not run across: time in another cohort, and time without an open case.
breaks as (
    select cppl_person_id as person_id, cppl_cp_plan_end_date as over_on
    from ssd_cp_plans
    where not coalesce(cppl_cp_plan_ola, false)
    union all
    select episodes.clae_person_id as person_id, episodes.clae_cla_episode_ceased_date as over_on
    from ssd_cla_episodes as episodes
    left join short_breaks
        on short_breaks.person_id = episodes.clae_person_id
        and short_breaks.over_on = episodes.clae_cla_episode_ceased_date
    where short_breaks.person_id is null
    union all
    select person_id, began_on as over_on
    from spells
)
select
    members.as_at,
    members.person_id,
    greatest(members.since, coalesce(max(breaks.over_on), members.since)) as entered_on
from members
left join breaks
    on breaks.person_id = members.person_id and breaks.over_on <= members.as_at
group by members.as_at, members.person_id, members.since
