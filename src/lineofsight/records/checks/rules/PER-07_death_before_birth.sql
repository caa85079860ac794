/*
code = "PER-07"
title = "Death before birth"
sentence = "The date of death lies before the date of birth: one of them is wrong."
mend = "Correct the date that is wrong."
severity = "warning"
table = "ssd_person"
columns = ["ssd_person.pers_death_date", "ssd_person.pers_dob"]
could = ["join", "leave"]
distorts = ["1.4", "5.10", "5.11", "6.1", "6.2", "6.3"]
source = "Dates in order"
*/
select
    people.file_row,
    people.pers_person_id as person_id,
    people.pers_death_date as value
from ssd_person as people
where people.pers_death_date < people.pers_dob
