/*
code = "PER-02"
title = "Both born and expected"
sentence = "The child has a date of birth and an expected date of birth. One of them is left over, and the census wants one only."
mend = "Remove the expected date once the child is born."
severity = "note"
table = "ssd_person"
columns = ["ssd_person.pers_expected_dob", "ssd_person.pers_dob"]
could = []
distorts = []
source = "SSD: the expected date of birth and the date of birth exclude each other"
*/
select
    people.file_row,
    people.pers_person_id as person_id,
    people.pers_expected_dob as value
from ssd_person as people
where people.pers_expected_dob is not null and people.pers_dob is not null
