/*
title = "whose placement it is, by the period of care"
kind = "fills"
table = "ssd_cla_placement"
column = "clap_person_id"
needs = ["ssd_cla_placement.clap_cla_id", "ssd_cla_episodes.clae_cla_id", "ssd_cla_episodes.clae_person_id"]
why = "Mosaic's placements name the period of care and no child."
source = "data-to-insight/ssd-data-model, Mosaic populate_ssd_data_warehouse.sql, ##ssd_cla_placement"
*/
select placements.file_row, episodes.clae_person_id as value
from ssd_cla_placement as placements
join read_ssd_cla_episodes as episodes on episodes.clae_cla_id = placements.clap_cla_id
