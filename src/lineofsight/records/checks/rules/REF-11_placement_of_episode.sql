/*
code = "REF-11"
title = "Episode of a placement that isn't there"
sentence = "The open episode of care names a placement that is not in the extract. Where the child lives can't be shown."
mend = "Link the episode to its placement, or include every type of placement in the extract."
severity = "note"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_placement_id", "ssd_cla_placement.clap_cla_placement_id"]
could = []
distorts = []
source = "SSD: some suppliers' filters leave out newer types of placement"
needs_all = ["ssd_cla_placement"]
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_placement_id as value
from ssd_cla_episodes as episodes
join extract
    on coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
left join ssd_cla_placement as placements
    on placements.clap_cla_placement_id = episodes.clae_cla_placement_id
where episodes.clae_cla_placement_id is not null and placements.clap_cla_placement_id is null
