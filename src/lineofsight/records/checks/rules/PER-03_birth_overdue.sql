/*
code = "PER-03"
title = "Unborn child past the expected date"
sentence = "The expected date of birth is more than $days days past and no birth is recorded. The child is shown as unborn, has no age, and nothing done after the birth can be checked."
mend = "Record the date of birth, or close the case where there was no birth."
severity = "warning"
table = "ssd_person"
columns = ["ssd_person.pers_dob", "ssd_person.pers_expected_dob"]
could = ["leave"]
distorts = ["1.4"]
source = "Local: three weeks past the date is the longest that is medically usual"

[settings]
days = 28
*/
select
    people.file_row,
    people.pers_person_id as person_id,
    people.pers_expected_dob as value,
    people.pers_expected_dob as from_on
from ssd_person as people
join extract on people.pers_expected_dob < extract.extracted_on - $days
where people.pers_dob is null
