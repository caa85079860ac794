/*
event = "death"
title = "Died"
group = "Identity"
source = "ssd_person"
order = 999
about = "The date of death on record."
*/
select
    people.pers_person_id as person_id,
    people.pers_death_date as on_day,
    people.file_row
from ssd_person as people
