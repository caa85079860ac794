/*
code = "CLA-EPI-05"
title = "Episode without a reason why it began"
sentence = "Why the episode of care began (newly in care, a new placement, a new legal status) is not recorded. Moves of placement can't be counted, and the return refuses the episode."
mend = "Record the reason."
severity = "note"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_episode_start_reason"]
could = []
distorts = []
source = "SSDA903: RNE"
needs_values = ["ssd_cla_episodes.clae_cla_episode_start_reason"]
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record
from ssd_cla_episodes as episodes
join extract
    on coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on - interval '12' month
where episodes.clae_cla_episode_start_reason is null
