/*
code = "CLA-EPI-11"
title = "In our care before birth"
sentence = "The episode of care begins before the child was born. The date of birth is wrong, or the episode is another child's."
mend = "Correct the date that is wrong."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_episode_start_date", "ssd_cla_episodes.clae_entered_care_date", "ssd_person.pers_dob"]
could = ["better", "worse", "leave"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "SSDA903: an episode begins on or after the day of birth"
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_episode_start_date as value,
    episodes.clae_cla_episode_start_date as from_on
from ssd_cla_episodes as episodes
join ssd_person as people
    on people.pers_person_id = episodes.clae_person_id
    and episodes.clae_cla_episode_start_date < people.pers_dob
