/*
code = "CLA-EPI-12"
title = "Episode without its period of care"
sentence = "The episode doesn't say to which period of care it belongs. Reviews are recorded for the period, so those of this child can't be found and the child counts as never reviewed."
mend = "Ask whoever writes the extract to give each episode the identifier of its period of care."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_id"]
could = ["better"]
distorts = ["5.18"]
source = "SSD clae_cla_id"
needs_values = ["ssd_cla_episodes.clae_cla_id"]
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_episode_start_date as from_on
from ssd_cla_episodes as episodes
where episodes.clae_cla_id is null
