/*
list = 8
who = "Periods of care that are open on the day, of children under 18, or ended in the window: one row for each period. Children on an agreed series of short breaks (legal status V3 or V4 on the day, or on the last day in care) are left out."
unclear = [
    "A young person of 18 or over whose period of care was never closed is left out, as indicator 1.4 leaves them out.",
    "Team and worker of a period of care that has ended are those of its last day.",
    "Placements that are temporary (T0 to T4) are not counted among those of the last $count_months months.",
    "The last social work visit is the latest on which the child was seen, from the start of the period of care to its end.",
]
of = ["ssd_cla_episodes.clae_person_id", "ssd_cla_episodes.clae_cla_episode_start_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
reads_if_there = [
    "ssd_cla_episodes.clae_entered_care_date", "ssd_cla_episodes.clae_cla_id",
    "ssd_legal_status.lega_person_id", "ssd_legal_status.lega_legal_status_id", "ssd_legal_status.lega_legal_status",
    "ssd_legal_status.lega_legal_status_start_date", "ssd_legal_status.lega_legal_status_end_date",
    "ssd_cla_reviews.clar_cla_review_cancelled",
    "ssd_cla_visits.clav_person_id", "ssd_cla_visits.clav_cla_visit_seen",
    "ssd_cla_health.clah_person_id", "ssd_cla_health.clah_health_check_status",
    "ssd_cla_placement.clap_cla_placement_id", "ssd_cla_placement.clap_person_id",
    "ssd_cla_placement.clap_cla_placement_end_date", "ssd_cla_placement.clap_cla_placement_type",
    "ssd_immigration_status.immi_person_id", "ssd_immigration_status.immi_immigration_status_start_date",
    "ssd_immigration_status.immi_immigration_status_end_date",
    "ssd_missing.miss_person_id",
    "ssd_cla_care_plan.lacp_person_id", "ssd_cla_care_plan.lacp_cla_care_plan_start_date",
]
source = "SSD ssd_cla_episodes, with the legal status, placements, reviews, visits, health and missing episodes of the child"
order = ["care_start_date"]
chooses_by = ["ssd_legal_status"]
needs_all_of = ["second_period", "placements_in_12_months"]

[needs]
uasc = ["ssd_immigration_status.immi_immigration_status"]
category_of_need = ["ssd_cla_episodes.clae_cla_primary_need_code"]
second_period = ["ssd_cla_episodes.clae_cla_episode_start_date"]
legal_status_start_date = ["ssd_legal_status.lega_legal_status_start_date"]
legal_status = ["ssd_legal_status.lega_legal_status"]
last_review_date = ["ssd_cla_reviews.clar_cla_review_date", "ssd_cla_reviews.clar_cla_id"]
last_visit_date = ["ssd_cla_visits.clav_cla_visit_date"]
permanence_plan = ["ssd_cla_care_plan.lacp_cla_care_plan_json"]
last_iro_contact_date = ["ssd_cla_episodes.clae_cla_last_iro_contact_date"]
last_health_assessment_date = ["ssd_cla_health.clah_health_check_date", "ssd_cla_health.clah_health_check_type"]
last_dental_check_date = ["ssd_cla_health.clah_health_check_date", "ssd_cla_health.clah_health_check_type"]
placements_in_12_months = ["ssd_cla_placement.clap_cla_placement_start_date"]
care_end_reason = ["ssd_cla_episodes.clae_cla_episode_ceased_reason"]
placement_start_date = ["ssd_cla_placement.clap_cla_placement_start_date", "ssd_cla_placement.clap_cla_id"]
placement_type = ["ssd_cla_placement.clap_cla_placement_type", "ssd_cla_placement.clap_cla_id"]
placement_provider = ["ssd_cla_placement.clap_cla_placement_provider", "ssd_cla_placement.clap_cla_id"]
placement_postcode = ["ssd_cla_placement.clap_cla_placement_postcode", "ssd_cla_placement.clap_cla_id"]
placement_urn = ["ssd_cla_placement.clap_cla_placement_urn", "ssd_cla_placement.clap_cla_id"]
missing_episodes = ["ssd_missing.miss_missing_episode_start_date", "ssd_missing.miss_missing_episode_type"]
absent_episodes = ["ssd_missing.miss_missing_episode_start_date", "ssd_missing.miss_missing_episode_type"]
interview_offered = ["ssd_missing.miss_missing_rhi_offered", "ssd_missing.miss_missing_episode_type"]
interview_accepted = ["ssd_missing.miss_missing_rhi_accepted", "ssd_missing.miss_missing_episode_type"]

[not_held]
placement_location = "The case records don't say whether a placement lies in the authority: fill it in by the postcode."
placement_la = "The case records don't say in which authority a placement lies: fill it in by the postcode."

[settings]
count_months = 12
*/
with periods as (
    select
        episodes.clae_person_id as person_id,
        coalesce(episodes.clae_cla_id, cast(coalesce(episodes.clae_entered_care_date, episodes.clae_cla_episode_start_date) as varchar))
            as record,
        max(episodes.clae_cla_id) as cla_id,
        min(coalesce(episodes.clae_entered_care_date, episodes.clae_cla_episode_start_date)) as started_on,
        case
            when max(coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31')) <= max(as_at.as_at)
                then max(episodes.clae_cla_episode_ceased_date)
        end as ended_on,
        arg_max(
            episodes.clae_cla_episode_ceased_reason, coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31')
        ) as reason,
        arg_max(episodes.clae_cla_primary_need_code, episodes.clae_cla_episode_start_date) as need,
        max(
            case
                when episodes.clae_cla_last_iro_contact_date <= as_at.as_at then episodes.clae_cla_last_iro_contact_date
            end
        ) as iro_on
    from ssd_cla_episodes as episodes
    cross join as_at
    where episodes.clae_person_id is not null
        and episodes.clae_cla_episode_start_date <= as_at.as_at
    group by
        episodes.clae_person_id,
        coalesce(episodes.clae_cla_id, cast(coalesce(episodes.clae_entered_care_date, episodes.clae_cla_episode_start_date) as varchar))
),
listed as (
    select
        periods.*,
        as_at.as_at,
        case
            when periods.ended_on is null then as_at.as_at
            else greatest(periods.started_on, periods.ended_on - 1)
        end as last_day
    from periods
    cross join as_at
    left join children on children.person_id = periods.person_id
    where periods.ended_on > as_at.as_at - interval '$months' month
        or (periods.ended_on is null and coalesce(children.age, 0) < 18)
),
statuses as (
    select
        listed.person_id,
        listed.record,
        max(case when statuses.lega_legal_status in ('V3', 'V4') then 1 else 0 end) as is_short_break,
        max(statuses.lega_legal_status_start_date) as started_on,
        arg_max(
            statuses.lega_legal_status,
            concat(cast(statuses.lega_legal_status_start_date as varchar), coalesce(statuses.lega_legal_status_id, ''))
        ) as status
    from listed
    join ssd_legal_status as statuses
        on statuses.lega_person_id = listed.person_id
        and statuses.lega_legal_status_start_date <= listed.last_day
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > listed.last_day
    group by listed.person_id, listed.record
),
earlier as (
    select distinct listed.person_id, listed.record
    from listed
    join periods
        on periods.person_id = listed.person_id
        and periods.started_on < listed.started_on
        and periods.ended_on > listed.as_at - interval '$count_months' month
),
reviews as (
    select listed.person_id, listed.record, max(reviews.clar_cla_review_date) as held_on
    from listed
    join ssd_cla_reviews as reviews
        on reviews.clar_cla_id = listed.cla_id
        and reviews.clar_cla_review_date <= listed.as_at
        and not coalesce(reviews.clar_cla_review_cancelled, false)
    group by listed.person_id, listed.record
),
visits as (
    select listed.person_id, listed.record, max(visits.clav_cla_visit_date) as seen_on
    from listed
    join ssd_cla_visits as visits
        on visits.clav_person_id = listed.person_id
        and visits.clav_cla_visit_date >= listed.started_on
        and visits.clav_cla_visit_date <= coalesce(listed.ended_on, listed.as_at)
        and visits.clav_cla_visit_seen
    group by listed.person_id, listed.record
),
health as (
    select
        checks.clah_person_id as person_id,
        max(case when checks.clah_health_check_type = 'Health Assessment' then checks.clah_health_check_date end)
            as assessed_on,
        max(case when checks.clah_health_check_type = 'Dental Check' then checks.clah_health_check_date end)
            as teeth_checked_on
    from ssd_cla_health as checks
    join as_at on checks.clah_health_check_date <= as_at.as_at
    where coalesce(checks.clah_health_check_status, 'Completed') = 'Completed'
    group by checks.clah_person_id
),
placed as (
    select
        listed.person_id,
        listed.record,
        placements.clap_cla_placement_start_date as started_on,
        placements.clap_cla_placement_type as kind,
        placements.clap_cla_placement_provider as provider,
        placements.clap_cla_placement_postcode as postcode,
        placements.clap_cla_placement_urn as urn,
        row_number() over (
            partition by listed.person_id, listed.record
            order by placements.clap_cla_placement_start_date desc, placements.clap_cla_placement_id desc
        ) as place
    from listed
    join ssd_cla_placement as placements
        on placements.clap_cla_id = listed.cla_id
        and placements.clap_cla_placement_start_date <= listed.last_day
),
placements_of_year as (
    select
        placements.clap_person_id as person_id,
        count(distinct coalesce(placements.clap_cla_placement_id, cast(placements.clap_cla_placement_start_date as varchar)))
            as placements
    from ssd_cla_placement as placements
    join as_at
        on placements.clap_cla_placement_start_date <= as_at.as_at
        and coalesce(placements.clap_cla_placement_end_date > as_at.as_at - interval '$count_months' month, true)
    where not starts_with(coalesce(placements.clap_cla_placement_type, ''), 'T')
    group by placements.clap_person_id
),
missing as (
    select
        episodes.miss_person_id as person_id,
        sum(case when episodes.miss_missing_episode_type = 'M' then 1 else 0 end) as missing_episodes,
        sum(case when episodes.miss_missing_episode_type = 'A' then 1 else 0 end) as absent_episodes,
        arg_max(
            coalesce(episodes.miss_missing_rhi_offered, ''), episodes.miss_missing_episode_start_date
        ) filter (where episodes.miss_missing_episode_type = 'M') as offered,
        arg_max(
            coalesce(episodes.miss_missing_rhi_accepted, ''), episodes.miss_missing_episode_start_date
        ) filter (where episodes.miss_missing_episode_type = 'M') as accepted
    from ssd_missing as episodes
    join as_at
        on cast(episodes.miss_missing_episode_start_date as date) <= as_at.as_at
        and cast(episodes.miss_missing_episode_start_date as date) > as_at.as_at - interval '$count_months' month
    group by episodes.miss_person_id
),
alone as (
    select distinct statuses.immi_person_id as person_id
    from ssd_immigration_status as statuses
    cross join as_at
    where statuses.immi_immigration_status = 'UASC'
        and coalesce(statuses.immi_immigration_status_start_date <= as_at.as_at, true)
        and coalesce(statuses.immi_immigration_status_end_date > as_at.as_at - interval '12' month, true)
),
care_plans as (
    select
        plans.lacp_person_id as person_id,
        arg_max(
            plans.lacp_cla_care_plan_json, coalesce(plans.lacp_cla_care_plan_start_date, date '1900-01-01')
        ) as said
    from ssd_cla_care_plan as plans
    cross join as_at
    where coalesce(plans.lacp_cla_care_plan_start_date <= as_at.as_at, true)
    group by plans.lacp_person_id
),
permanence as (
    select person_id, replace(upper(said), ' ', '') as said from care_plans
)
select
    listed.person_id,
    listed.record,
    case when alone.person_id is not null then 'Y' else 'N' end as uasc,
    listed.started_on as care_start_date,
    listed.need as category_of_need,
    case when earlier.person_id is not null then 'Y' else 'N' end as second_period,
    statuses.started_on as legal_status_start_date,
    statuses.status as legal_status,
    reviews.held_on as last_review_date,
    visits.seen_on as last_visit_date,
    case
        when contains(permanence.said, '"ADOPTION":"Y"') or contains(permanence.said, 'B)ADOPTION') then 'ADOPTION'
        when contains(permanence.said, '"LTRELFR":"Y"') or contains(permanence.said, 'C)SGO') then 'SGO/CAO'
        when contains(permanence.said, '"LTFOST18":"Y"') or contains(permanence.said, 'F)LONG') then 'FOSTERING'
        when contains(permanence.said, '"RETURN1M":"Y"') or contains(permanence.said, '"RETURN6M":"Y"')
            or contains(permanence.said, '"RETURNEV":"Y"') or contains(permanence.said, '"REMAINSUP":"Y"')
            or contains(permanence.said, 'A)RETURN') then 'RETURN'
        when contains(permanence.said, '"RESPLMT":"Y"') or contains(permanence.said, 'E)LONG') then 'RESIDENTIAL'
        when contains(permanence.said, '"SUPPLIV":"Y"') or contains(permanence.said, 'D)SUPPORTED') then 'SUPPORTED'
        when contains(permanence.said, '"OTHERPLN":"Y"') or contains(permanence.said, 'G)OTHER') then 'OTHER'
    end as permanence_plan,
    listed.iro_on as last_iro_contact_date,
    health.assessed_on as last_health_assessment_date,
    health.teeth_checked_on as last_dental_check_date,
    coalesce(placements_of_year.placements, 0) as placements_in_12_months,
    listed.ended_on as care_end_date,
    case when listed.ended_on is not null then listed.reason end as care_end_reason,
    placed.started_on as placement_start_date,
    placed.kind as placement_type,
    placed.provider as placement_provider,
    placed.postcode as placement_postcode,
    placed.urn as placement_urn,
    coalesce(missing.missing_episodes, 0) as missing_episodes,
    coalesce(missing.absent_episodes, 0) as absent_episodes,
    case missing.offered when 'Y' then 'Y' when 'N' then 'N' when '' then 'U' end as interview_offered,
    case missing.accepted when 'Y' then 'Y' when 'N' then 'N' when '' then 'U' end as interview_accepted,
    listed.last_day as held_on
from listed
left join statuses on statuses.person_id = listed.person_id and statuses.record = listed.record
left join earlier on earlier.person_id = listed.person_id and earlier.record = listed.record
left join reviews on reviews.person_id = listed.person_id and reviews.record = listed.record
left join visits on visits.person_id = listed.person_id and visits.record = listed.record
left join health on health.person_id = listed.person_id
left join placed on placed.person_id = listed.person_id and placed.record = listed.record and placed.place = 1
left join placements_of_year on placements_of_year.person_id = listed.person_id
left join missing on missing.person_id = listed.person_id
left join alone on alone.person_id = listed.person_id
left join permanence on permanence.person_id = listed.person_id
where coalesce(statuses.is_short_break, 0) = 0
