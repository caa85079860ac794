/*
cohort = "missing_episodes"
title = "Missing episodes"
who = "A row for each missing episode, on the day that it began, with its kind (M missing, A away without authorisation). Missing from our care is whoever was looked after on that day, other than by short breaks (V3, V4)."
source = "DfE, Children looked after (SSDA903): missing and away from placement without authorisation, each incident"
valid_from = "2019-04"
grain = "event"
*/
with in_care as (
    select distinct missing.miss_table_id as missing_id
    from ssd_missing as missing
    join ssd_cla_episodes as episodes
        on episodes.clae_person_id = missing.miss_person_id
        and episodes.clae_cla_episode_start_date <= cast(missing.miss_missing_episode_start_date as date)
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31')
            > cast(missing.miss_missing_episode_start_date as date)
),
short_breaks as (
    select distinct missing.miss_table_id as missing_id
    from ssd_missing as missing
    join ssd_legal_status as statuses
        on statuses.lega_person_id = missing.miss_person_id
        and statuses.lega_legal_status_start_date <= cast(missing.miss_missing_episode_start_date as date)
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31')
            > cast(missing.miss_missing_episode_start_date as date)
    where statuses.lega_legal_status in ('V3', 'V4')
)
select
    cast(missing.miss_missing_episode_start_date as date) as event_date,
    missing.miss_person_id as person_id,
    missing.miss_table_id as missing_id,
    missing.miss_missing_episode_type as episode_type,
    in_care.missing_id is not null and short_breaks.missing_id is null as from_our_care
from ssd_missing as missing
left join in_care on in_care.missing_id = missing.miss_table_id
left join short_breaks on short_breaks.missing_id = missing.miss_table_id
