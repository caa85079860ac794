/*
cohort = "stays_with_carers"
title = "Stays with the same carers"
who = "A row for each stay of a child in our care with the same carers, up to the date and in any period of care: it begins with the period of care or with a change of carer (start reason P or B) and lasts until the next, or until care ends. No new stay: a change of legal status alone, a move with the same carer (L, T, U), a new episode of the same placement, a change after which only the status of the placement is another (reason PLACE), a temporary move (T0 to T4) and the return from it to the same placement or address. Postcodes and URNs are compared without spaces and case. Without time on agreed series of short breaks (V3, V4). A start reason that is empty counts as a change of carer where the placement is another."
source = "DfE, Children looked after (SSDA903): placements during the year; temporary placements and changes of status only are not placements"
valid_from = "2019-04"
reads_if_there = ["ssd_cla_placement.clap_cla_placement_urn", "ssd_cla_placement.clap_cla_placement_postcode", "ssd_cla_placement.clap_cla_placement_change_reason"]
*/
with episodes as (
    select
        episodes.clae_person_id as person_id,
        episodes.clae_entered_care_date as entered_on,
        episodes.clae_cla_episode_id as episode_id,
        episodes.clae_cla_episode_start_date as started_on,
        coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') as ended_on,
        coalesce(episodes.clae_cla_episode_start_reason, 'P') as reason,
        episodes.clae_cla_placement_id as placement_id,
        coalesce(placements.clap_cla_placement_type, '') as placement_type,
        upper(replace(coalesce(placements.clap_cla_placement_urn, ''), ' ', '')) as urn,
        upper(replace(placements.clap_cla_placement_postcode, ' ', '')) as postcode,
        coalesce(placements.clap_cla_placement_change_reason, '') as change_reason,
        max(coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31')) over (
            partition by episodes.clae_person_id, episodes.clae_entered_care_date
        ) as period_ended_on
    from ssd_cla_episodes as episodes
    left join ssd_cla_placement as placements
        on placements.clap_cla_placement_id = episodes.clae_cla_placement_id
    where episodes.clae_entered_care_date is not null
),
short_breaks as (
    select distinct episodes.episode_id
    from episodes
    join ssd_legal_status as statuses
        on statuses.lega_person_id = episodes.person_id
        and statuses.lega_legal_status_start_date <= episodes.started_on
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > episodes.started_on
    where statuses.lega_legal_status in ('V3', 'V4')
),
settled as (
    select
        episodes.person_id,
        episodes.entered_on,
        episodes.episode_id,
        episodes.started_on,
        episodes.period_ended_on,
        episodes.reason,
        episodes.placement_id,
        episodes.urn,
        episodes.postcode,
        row_number() over in_order as place,
        lag(episodes.ended_on) over in_order as before_ended_on,
        lag(episodes.placement_id) over in_order as before_id,
        lag(episodes.urn) over in_order as before_urn,
        lag(episodes.postcode) over in_order as before_postcode,
        lag(episodes.change_reason) over in_order as before_change_reason
    from episodes
    left join short_breaks on short_breaks.episode_id = episodes.episode_id
    where short_breaks.episode_id is null
        and episodes.placement_type not in ('T0', 'T1', 'T2', 'T3', 'T4')
    window in_order as (
        partition by episodes.person_id, episodes.entered_on
        order by episodes.started_on, episodes.episode_id
    )
),
stays as (
    select
        person_id,
        episode_id,
        started_on,
        coalesce(
            lead(started_on) over (partition by person_id, entered_on order by started_on, episode_id),
            period_ended_on
        ) as ended_on
    from settled
    where place = 1
        or (
            reason in ('S', 'P', 'B')
            and coalesce(placement_id <> before_id, true)
            and before_change_reason <> 'PLACE'
            and not (
                before_ended_on < started_on
                and urn = before_urn
                and coalesce(postcode = before_postcode, false)
            )
        )
)
select
    looked_after.as_at,
    looked_after.person_id,
    looked_after.entered_on,
    stays.started_on as moved_on,
    stays.ended_on,
    row_number() over (
        partition by looked_after.as_at, looked_after.person_id
        order by stays.started_on desc, stays.episode_id desc
    ) as place
from looked_after
join stays
    on stays.person_id = looked_after.person_id
    and stays.started_on <= looked_after.as_at
