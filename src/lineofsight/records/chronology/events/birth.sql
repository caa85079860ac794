/*
event = "birth"
title = "Born"
group = "Identity"
source = "ssd_person"
order = 10
about = "The date of birth on record."
*/
select
    people.pers_person_id as person_id,
    people.pers_dob as on_day,
    people.file_row
from ssd_person as people
