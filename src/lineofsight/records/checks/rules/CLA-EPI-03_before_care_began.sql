/*
code = "CLA-EPI-03"
title = "Episode begun before care began"
sentence = "The episode of care begins before the day on which the child is said to have come into care. The first review is due 20 working days after that day, so it is counted from a wrong one."
mend = "Correct the day on which the child came into care, or the start of the episode."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_entered_care_date", "ssd_cla_episodes.clae_cla_episode_start_date"]
could = ["better", "worse"]
distorts = ["5.18"]
source = "Dates in order; Care Planning Regulations 2010, regulation 33"
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_entered_care_date as value,
    episodes.clae_cla_episode_start_date as from_on,
    episodes.clae_cla_episode_ceased_date as to_on
from ssd_cla_episodes as episodes
where episodes.clae_entered_care_date > episodes.clae_cla_episode_start_date
