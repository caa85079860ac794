/*
title = "the id of a former system"
kind = "corrects"
table = "ssd_permanence"
column = "perm_person_id"
reason = "of the former system, read as the id in use"
needs = ["ssd_permanence.perm_person_id", "ssd_person.pers_person_id", "ssd_person.pers_legacy_id"]
why = "SystemC writes the former system's id here. Where nobody has it as the id in use, and one person has it as the former one, it is that person."
source = "data-to-insight/ssd-data-model, SystemC ssd_permanence, versions 1.0 to 1.4.9"
*/
select permanence.file_row, people.pers_person_id as value
from ssd_permanence as permanence
join read_ssd_person as people on people.pers_legacy_id = permanence.perm_person_id
left join read_ssd_person as known on known.pers_person_id = permanence.perm_person_id
where known.pers_person_id is null
