/*
cohort = "placed"
title = "Where children in our care live"
who = "A row for each child in our care: the placement of the episode that is open; of two open episodes the later start, then the higher identifier. Type, provider, distance and postcode stand in the placement itself."
source = "DfE, Children looked after (SSDA903): the placement of the episode open on the day"
valid_from = "2019-04"
*/
select ranked.as_at, ranked.person_id, ranked.entered_on, ranked.placement_id
from (
    select
        looked_after.as_at,
        looked_after.person_id,
        looked_after.entered_on,
        episodes.clae_cla_placement_id as placement_id,
        row_number() over (
            partition by looked_after.as_at, looked_after.person_id
            order by episodes.clae_cla_episode_start_date desc, episodes.clae_cla_episode_id desc
        ) as place
    from looked_after
    join ssd_cla_episodes as episodes
        on episodes.clae_person_id = looked_after.person_id
        and episodes.clae_cla_episode_start_date <= looked_after.as_at
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > looked_after.as_at
) as ranked
where ranked.place = 1
