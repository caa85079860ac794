/*
code = "CLA-EPI-01"
title = "Episode of care ended before it began"
sentence = "The episode of care ended before it began. It counts on no day: the child is missing from the children in our care of its time, and may stand among children in need instead."
mend = "Correct the date that is wrong."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_episode_ceased_date", "ssd_cla_episodes.clae_cla_episode_start_date"]
could = ["join", "leave"]
distorts = ["1.4", "5.10", "5.11", "5.18", "1.2", "6.1", "6.2", "6.3"]
source = "Dates in order; SSDA903: an episode ends on or after the day on which it began"
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_episode_ceased_date as value,
    episodes.clae_cla_episode_ceased_date as from_on
from ssd_cla_episodes as episodes
where episodes.clae_cla_episode_ceased_date < episodes.clae_cla_episode_start_date
