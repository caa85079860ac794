/*
cohort = "early_help"
title = "Children with early help"
who = "Children with an early help episode that is open. Where several are, the one that started last stands for the child (the higher identifier of two on a day), and help is counted from the start of the earliest."
source = "SSD ssd_early_help_episodes"
valid_from = "2019-04"
*/
select as_at, person_id, episode_id, entered_on
from (
    select
        as_at.as_at,
        episodes.earl_person_id as person_id,
        episodes.earl_episode_id as episode_id,
        min(episodes.earl_episode_start_date) over (partition by as_at.as_at, episodes.earl_person_id) as entered_on,
        row_number() over (
            partition by as_at.as_at, episodes.earl_person_id
            order by episodes.earl_episode_start_date desc, episodes.earl_episode_id desc
        ) as place
    from ssd_early_help_episodes as episodes
    join as_at
        on episodes.earl_episode_start_date <= as_at.as_at
        and coalesce(episodes.earl_episode_end_date, date '9999-12-31') > as_at.as_at
    where episodes.earl_person_id is not null
) as open_episodes
where place = 1
