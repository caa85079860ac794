/*
title = "the id of a former system, by the period of care"
kind = "corrects"
table = "ssd_permanence"
column = "perm_person_id"
reason = "of the former system, read as the id in use"
needs = [
    "ssd_permanence.perm_person_id",
    "ssd_permanence.perm_cla_id",
    "ssd_cla_episodes.clae_cla_id",
    "ssd_cla_episodes.clae_person_id",
    "ssd_person.pers_person_id",
    "ssd_person.pers_legacy_id",
]
why = "SystemC writes the former system's id here, and the id in use everywhere else; a former id may be the id in use of another child. The period of care says whose row it is: the child of that period, whose former id is the one written."
source = "data-to-insight/ssd-data-model, SystemC ssd_permanence, versions 1.0 to 1.4.9"
*/
select permanence.file_row, episodes.clae_person_id as value
from ssd_permanence as permanence
join read_ssd_cla_episodes as episodes on episodes.clae_cla_id = permanence.perm_cla_id
join ssd_person as people
    on people.pers_person_id = episodes.clae_person_id
    and people.pers_legacy_id = permanence.perm_person_id
where permanence.perm_person_id <> episodes.clae_person_id
