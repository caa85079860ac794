/*
code = "CLA-EPI-14"
title = "In our care after the child's death"
sentence = "The child has died and the episode of care is still open: the child counts as unvisited and unreviewed from then on."
mend = "End the episode with the day of death."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_episode_ceased_date", "ssd_person.pers_death_date"]
could = ["leave"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "SSDA903: REC E2, died"
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    people.pers_death_date as value,
    people.pers_death_date as from_on
from ssd_cla_episodes as episodes
join ssd_person as people
    on people.pers_person_id = episodes.clae_person_id
    and people.pers_death_date is not null
where episodes.clae_cla_episode_ceased_date is null
