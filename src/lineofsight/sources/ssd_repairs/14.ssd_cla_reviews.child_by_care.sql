/*
title = "whose review it is, by the period of care"
kind = "fills"
table = "ssd_cla_reviews"
column = "clar_cla_person_id"
needs = ["ssd_cla_reviews.clar_cla_id", "ssd_cla_episodes.clae_cla_id", "ssd_cla_episodes.clae_person_id"]
why = "Eclipse's reviews, and everybody's before version 1.4.1, name the period of care and no child."
source = "data-to-insight/ssd-data-model, version history 1.4.1"
*/
select reviews.file_row, episodes.clae_person_id as value
from ssd_cla_reviews as reviews
join read_ssd_cla_episodes as episodes on episodes.clae_cla_id = reviews.clar_cla_id
