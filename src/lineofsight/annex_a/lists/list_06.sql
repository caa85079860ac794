/*
list = 6
who = "Children whose episode of need was open at any time in the window and who had an assessment, a plan or a period of care in it. The latest such episode stands for the child. Left out are children who were only referred, and young people with a leaving care status who are not in our care on the day."
unclear = [
    "The template has no status for an open case that is neither in care, on a plan nor in assessment. Such a row is empty there, and is listed as a cell to mend; the setting status_of_others gives it a status instead (the public script for councils writes 'Child in need plan').",
    "Team and worker of a closed episode are those of its last day.",
    "The day on which the child was last seen is the latest visit on which anybody saw the child.",
]
of = ["ssd_cin_episodes.cine_person_id", "ssd_cin_episodes.cine_referral_date", "ssd_cin_episodes.cine_close_date"]
reads_if_there = [
    "ssd_cin_episodes.cine_referral_id", "ssd_cin_episodes.cine_referral_nfa",
    "ssd_cin_assessments.cina_person_id", "ssd_cin_assessments.cina_assessment_start_date",
    "ssd_cin_assessments.cina_assessment_auth_date",
    "ssd_cin_plans.cinp_person_id", "ssd_cin_plans.cinp_cin_plan_start_date", "ssd_cin_plans.cinp_cin_plan_end_date",
    "ssd_cp_plans.cppl_person_id", "ssd_cp_plans.cppl_cp_plan_start_date", "ssd_cp_plans.cppl_cp_plan_end_date",
    "ssd_cp_plans.cppl_cp_plan_ola",
    "ssd_cla_episodes.clae_person_id", "ssd_cla_episodes.clae_cla_episode_start_date",
    "ssd_cla_episodes.clae_cla_episode_ceased_date",
    "ssd_legal_status.lega_person_id", "ssd_legal_status.lega_legal_status",
    "ssd_legal_status.lega_legal_status_start_date", "ssd_legal_status.lega_legal_status_end_date",
    "los_care_leaver_statuses.cles_person_id", "los_care_leaver_statuses.cles_eligibility",
    "los_care_leaver_statuses.cles_valid_from", "los_care_leaver_statuses.cles_valid_to",
    "ssd_cin_visits.cinv_person_id", "ssd_cin_visits.cinv_cin_visit_date", "ssd_cin_visits.cinv_cin_visit_seen",
    "ssd_cp_visits.cppv_person_id", "ssd_cp_visits.cppv_cp_visit_date", "ssd_cp_visits.cppv_cp_visit_seen",
    "ssd_cla_visits.clav_person_id", "ssd_cla_visits.clav_cla_visit_date", "ssd_cla_visits.clav_cla_visit_seen",
]
source = "SSD ssd_cin_episodes, with the plans, assessments, care and visits of the child"
order = ["cin_start_date"]
chooses_by = [
    "ssd_cin_assessments", "ssd_cin_plans", "ssd_cp_plans", "ssd_cla_episodes", "ssd_legal_status",
    "los_care_leaver_statuses",
]

[needs]
primary_need = ["ssd_cin_episodes.cine_cin_primary_need_code"]
closure_reason = ["ssd_cin_episodes.cine_close_reason"]
last_seen_date = ["ssd_cin_visits.cinv_cin_visit_date or ssd_cp_visits.cppv_cp_visit_date or ssd_cla_visits.clav_cla_visit_date"]
case_status = ["ssd_cin_plans.cinp_cin_plan_start_date or ssd_cp_plans.cppl_cp_plan_start_date or ssd_cla_episodes.clae_cla_episode_start_date or ssd_cin_assessments.cina_assessment_start_date"]

[settings]
status_of_others = ""
*/
with episodes as (
    select
        episodes.cine_person_id as person_id,
        episodes.cine_referral_id as referral_id,
        episodes.cine_referral_date as started_on,
        case when episodes.cine_close_date <= as_at.as_at then episodes.cine_close_date end as closed_on,
        episodes.cine_close_reason as reason,
        episodes.cine_cin_primary_need_code as need,
        row_number() over (
            partition by episodes.cine_person_id
            order by
                episodes.cine_referral_date desc,
                coalesce(episodes.cine_close_date, date '9999-12-31') desc,
                episodes.cine_referral_id desc
        ) as place
    from ssd_cin_episodes as episodes
    cross join as_at
    where episodes.cine_person_id is not null
        and episodes.cine_referral_date <= as_at.as_at
        and coalesce(episodes.cine_close_date > as_at.as_at - interval '$months' month, true)
        and not coalesce(episodes.cine_referral_nfa, false)
),
assessed as (
    select
        assessments.cina_person_id as person_id,
        max(assessments.cina_assessment_start_date) as latest_on,
        max(
            case when coalesce(assessments.cina_assessment_auth_date, date '9999-12-31') > as_at.as_at then 1 else 0 end
        ) as is_open
    from ssd_cin_assessments as assessments
    cross join as_at
    where assessments.cina_assessment_start_date <= as_at.as_at
    group by assessments.cina_person_id
),
need_plans as (
    select
        plans.cinp_person_id as person_id,
        max(case when coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > as_at.as_at then 1 else 0 end)
            as is_open
    from ssd_cin_plans as plans
    cross join as_at
    where plans.cinp_cin_plan_start_date <= as_at.as_at
        and coalesce(plans.cinp_cin_plan_end_date > as_at.as_at - interval '$months' month, true)
    group by plans.cinp_person_id
),
protection_plans as (
    select
        plans.cppl_person_id as person_id,
        max(case when coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > as_at.as_at then 1 else 0 end)
            as is_open
    from ssd_cp_plans as plans
    cross join as_at
    where plans.cppl_cp_plan_start_date <= as_at.as_at
        and coalesce(plans.cppl_cp_plan_end_date > as_at.as_at - interval '$months' month, true)
        and not coalesce(plans.cppl_cp_plan_ola, false)
    group by plans.cppl_person_id
),
short_breaks as (
    select distinct statuses.lega_person_id as person_id
    from ssd_legal_status as statuses
    join as_at
        on statuses.lega_legal_status_start_date <= as_at.as_at
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > as_at.as_at
    where statuses.lega_legal_status in ('V3', 'V4')
),
care as (
    select
        episodes.clae_person_id as person_id,
        max(
            case
                when coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > as_at.as_at
                    and short_breaks.person_id is null
                    and coalesce(children.age, 0) < 18 then 1
                else 0
            end
        ) as is_open
    from ssd_cla_episodes as episodes
    cross join as_at
    left join short_breaks on short_breaks.person_id = episodes.clae_person_id
    left join children on children.person_id = episodes.clae_person_id
    where episodes.clae_cla_episode_start_date <= as_at.as_at
        and coalesce(episodes.clae_cla_episode_ceased_date > as_at.as_at - interval '$months' month, true)
    group by episodes.clae_person_id
),
leavers as (
    select distinct statuses.cles_person_id as person_id
    from los_care_leaver_statuses as statuses
    join as_at
        on statuses.cles_valid_from <= as_at.as_at
        and coalesce(statuses.cles_valid_to, date '9999-12-31') > as_at.as_at
    where statuses.cles_eligibility in ('Relevant', 'Former relevant', 'Qualifying', 'Eligible')
),
visits as (
    select cinv_person_id as person_id, cinv_cin_visit_date as seen_on from ssd_cin_visits where cinv_cin_visit_seen
    union all
    select cppv_person_id as person_id, cppv_cp_visit_date as seen_on from ssd_cp_visits where cppv_cp_visit_seen
    union all
    select clav_person_id as person_id, clav_cla_visit_date as seen_on from ssd_cla_visits where clav_cla_visit_seen
),
seen as (
    select episodes.person_id, max(visits.seen_on) as seen_on
    from episodes
    cross join as_at
    join visits
        on visits.person_id = episodes.person_id
        and visits.seen_on <= coalesce(episodes.closed_on, as_at.as_at)
    where episodes.place = 1
    group by episodes.person_id
)
select
    episodes.person_id,
    episodes.referral_id as record,
    episodes.started_on as cin_start_date,
    episodes.need as primary_need,
    seen.seen_on as last_seen_date,
    episodes.closed_on as cin_closure_date,
    case when episodes.closed_on is not null then episodes.reason end as closure_reason,
    case
        when episodes.closed_on is not null then 'Closed episode'
        when care.is_open = 1 then 'Looked after child'
        when protection_plans.is_open = 1 then 'Child protection plan'
        when need_plans.is_open = 1 then 'Child in need plan'
        when assessed.is_open = 1 then 'Open assessment'
        else nullif($status_of_others, '')
    end as case_status,
    coalesce(episodes.closed_on - 1, as_at.as_at) as held_on
from episodes
cross join as_at
left join assessed on assessed.person_id = episodes.person_id
left join need_plans on need_plans.person_id = episodes.person_id
left join protection_plans on protection_plans.person_id = episodes.person_id
left join care on care.person_id = episodes.person_id
left join leavers on leavers.person_id = episodes.person_id
left join seen on seen.person_id = episodes.person_id
where episodes.place = 1
    and (
        assessed.latest_on >= episodes.started_on
        or need_plans.person_id is not null
        or protection_plans.person_id is not null
        or care.person_id is not null
    )
    and (leavers.person_id is null or care.is_open = 1)
