/*
code = "REF-02"
title = "Child in our care who is not there"
sentence = "The episode of care is about a child who has no row among the people. The age is unknown, so the child counts as under 18 for ever."
mend = "Ask whoever writes the extract to include every person whom a record is about."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_person_id", "ssd_person.pers_person_id"]
could = ["leave"]
distorts = ["1.4", "5.10", "5.11"]
source = "SSD: references are not enforced in the suppliers' extracts"
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_episode_start_date as from_on,
    episodes.clae_cla_episode_ceased_date as to_on
from ssd_cla_episodes as episodes
left join ssd_person as people on people.pers_person_id = episodes.clae_person_id
where episodes.clae_person_id is not null and people.pers_person_id is null
