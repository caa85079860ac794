/*
cohort = "care_ended"
title = "Periods of care that ended"
who = "A row for each period of care that ended, on the day of its end, with the reason why its last episode ceased. An end that goes on in another episode of the child (reason X1) is none, even where that one lacks the date of entering care. Without those that ended in an agreed series of short breaks (V3, V4)."
source = "DfE, Children looked after (SSDA903): children who ceased to be looked after, reason why the episode ceased"
valid_from = "2019-04"
grain = "event"
*/
with episodes as (
    select
        clae_cla_episode_id as episode_id,
        clae_person_id as person_id,
        clae_cla_episode_ceased_date as ended_on,
        clae_cla_episode_ceased_reason as reason,
        row_number() over (
            partition by clae_person_id, clae_entered_care_date
            order by
                coalesce(clae_cla_episode_ceased_date, date '9999-12-31') desc,
                clae_cla_episode_start_date desc,
                clae_cla_episode_id desc
        ) as place
    from ssd_cla_episodes
    where clae_entered_care_date is not null
        and clae_person_id is not null
),
short_breaks as (
    select distinct episodes.episode_id
    from episodes
    join ssd_legal_status as statuses
        on statuses.lega_person_id = episodes.person_id
        and statuses.lega_legal_status_start_date <= episodes.ended_on - 1
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > episodes.ended_on - 1
    where statuses.lega_legal_status in ('V3', 'V4')
        and episodes.place = 1
),
goes_on as (
    select distinct episodes.episode_id
    from episodes
    join ssd_cla_episodes as others
        on others.clae_person_id = episodes.person_id
        and others.clae_cla_episode_id <> episodes.episode_id
        and others.clae_cla_episode_start_date = episodes.ended_on
    where episodes.reason = 'X1'
)
select
    episodes.ended_on as event_date,
    episodes.person_id,
    episodes.episode_id,
    episodes.reason
from episodes
left join short_breaks on short_breaks.episode_id = episodes.episode_id
left join goes_on on goes_on.episode_id = episodes.episode_id
where episodes.place = 1
    and episodes.ended_on is not null
    and short_breaks.episode_id is null
    and goes_on.episode_id is null
