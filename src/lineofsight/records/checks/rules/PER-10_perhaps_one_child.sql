/*
code = "PER-10"
title = "Perhaps one child under two ids"
sentence = "Two records have the same forename, surname and date of birth. If they are one child, the child is counted twice, and what is known is split between two files."
mend = "Compare the two records; merge them if they are one child."
severity = "warning"
table = "ssd_person"
columns = ["ssd_person.pers_person_id", "ssd_person.pers_forename", "ssd_person.pers_surname", "ssd_person.pers_dob"]
could = ["better", "worse", "leave"]
distorts = ["1.2", "1.4", "5.10", "5.11", "6.1", "6.2", "6.3"]
source = "Local: names compared without regard to case"
*/
select alike.file_row, alike.person_id, alike.pers_dob as value
from (
    select
        people.file_row,
        people.pers_person_id as person_id,
        people.pers_dob,
        count(*) over (
            partition by lower(people.pers_forename), lower(people.pers_surname), people.pers_dob
        ) as people_alike
    from ssd_person as people
    where people.pers_forename is not null
        and people.pers_surname is not null
        and people.pers_dob is not null
) as alike
where alike.people_alike > 1
