/*
cohort = "care_periods"
title = "Periods of care"
who = "A row for each period of care, on the day that the child came into it, with the day that it ended (31 December 9999 while it goes on). Without those that began with an agreed series of short breaks (V3, V4)."
source = "DfE, Children looked after (SSDA903): a period of care lasts from coming into care to ceasing to be looked after, whatever changes in it"
valid_from = "2019-04"
grain = "event"
*/
with periods as (
    select
        clae_person_id as person_id,
        clae_entered_care_date as entered_on,
        min(clae_cla_episode_id) as episode_id,
        max(coalesce(clae_cla_episode_ceased_date, date '9999-12-31')) as ended_on
    from ssd_cla_episodes
    where clae_entered_care_date is not null
        and clae_person_id is not null
    group by clae_person_id, clae_entered_care_date
),
short_breaks as (
    select distinct periods.episode_id
    from periods
    join ssd_legal_status as statuses
        on statuses.lega_person_id = periods.person_id
        and statuses.lega_legal_status_start_date <= periods.entered_on
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > periods.entered_on
    where statuses.lega_legal_status in ('V3', 'V4')
)
select
    periods.entered_on as event_date,
    periods.person_id,
    periods.episode_id,
    periods.ended_on
from periods
left join short_breaks on short_breaks.episode_id = periods.episode_id
where short_breaks.episode_id is null
