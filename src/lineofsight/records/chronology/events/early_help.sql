/*
event = "early_help"
title = "Early help"
group = "Early help"
lane = "Early help"
source = "ssd_early_help_episodes"
order = 110
ends = "earl_episode_end_date"
about = "An early help episode, from when to when: why, and who leads it."
*/
select
    episodes.earl_person_id as person_id,
    episodes.earl_episode_start_date as on_day,
    episodes.earl_episode_end_date as until_day,
    true as lasts,
    concat_ws('; ', 'Reason: ' || episodes.earl_episode_reason, 'Led by: ' || episodes.earl_episode_organisation) as what,
    episodes.earl_episode_id as record,
    episodes.earl_episode_worker_id as worker,
    episodes.file_row
from ssd_early_help_episodes as episodes
