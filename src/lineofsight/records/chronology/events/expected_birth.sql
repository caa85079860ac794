/*
event = "expected_birth"
title = "Expected birth"
group = "Identity"
source = "ssd_person"
order = 11
about = "The day on which a child who is not born yet is expected."
*/
select
    people.pers_person_id as person_id,
    people.pers_expected_dob as on_day,
    people.file_row
from ssd_person as people
where people.pers_dob is null
