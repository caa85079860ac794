/*
event = "early_help_ended"
title = "Early help ended"
group = "Early help"
source = "ssd_early_help_episodes"
order = 810
about = "The end of an early help episode, and why."
*/
select
    episodes.earl_person_id as person_id,
    episodes.earl_episode_end_date as on_day,
    'Reason: ' || episodes.earl_episode_end_reason as what,
    episodes.earl_episode_id as record,
    episodes.earl_episode_worker_id as worker,
    episodes.file_row
from ssd_early_help_episodes as episodes
