/*
code = "PER-11"
title = "Pupil number of the wrong length"
sentence = "A unique pupil number has 13 characters. With another length the child can't be matched with schools, and the census refuses it."
mend = "Ask the school for the number."
severity = "note"
table = "ssd_person"
columns = ["ssd_person.pers_upn"]
could = []
distorts = []
source = "DfE: UPN, 13 characters"
*/
select
    people.file_row,
    people.pers_person_id as person_id,
    people.pers_upn as value
from ssd_person as people
where length(people.pers_upn) <> 13
