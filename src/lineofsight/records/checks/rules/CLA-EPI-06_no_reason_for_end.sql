/*
code = "CLA-EPI-06"
title = "Episode ended without a reason"
sentence = "Why the episode of care ended is not recorded: nobody can tell whether the child moved, went home or was adopted. The return refuses the episode."
mend = "Record the reason."
severity = "note"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_episode_ceased_reason"]
could = []
distorts = []
source = "SSDA903: REC"
needs_values = ["ssd_cla_episodes.clae_cla_episode_ceased_reason"]
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_episode_ceased_date as value
from ssd_cla_episodes as episodes
join extract on episodes.clae_cla_episode_ceased_date > extract.extracted_on - interval '12' month
where episodes.clae_cla_episode_ceased_reason is null
