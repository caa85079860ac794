/*
code = "REF-01"
title = "Open case of somebody who is not there"
sentence = "The episode of need is about a child who has no row among the people. Age, sex and ethnicity are unknown, and the child can't be found by name."
mend = "Ask whoever writes the extract to include every person whom a record is about."
severity = "warning"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_person_id", "ssd_person.pers_person_id"]
could = ["join", "leave"]
distorts = ["1.2", "6.1", "6.2", "6.3"]
source = "SSD: references are not enforced in the suppliers' extracts"
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record
from ssd_cin_episodes as episodes
left join ssd_person as people on people.pers_person_id = episodes.cine_person_id
where episodes.cine_person_id is not null and people.pers_person_id is null
