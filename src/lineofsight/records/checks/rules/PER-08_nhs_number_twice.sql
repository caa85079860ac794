/*
code = "PER-08"
title = "One NHS number, two children"
sentence = "Two records have the same NHS number. If they are one child, the child is counted twice, and what is known is split between two files."
mend = "Merge the two records if they are one child, or correct the number."
severity = "warning"
table = "ssd_person"
columns = ["ssd_person.pers_single_unique_id", "ssd_person.pers_person_id"]
could = ["better", "worse", "leave"]
distorts = ["1.2", "1.4", "5.10", "5.11", "6.1", "6.2", "6.3"]
source = "SSD pers_single_unique_id: a number belongs to one child"
*/
select numbered.file_row, numbered.person_id, numbered.nhs_number as value
from (
    select
        people.file_row,
        people.pers_person_id as person_id,
        people.pers_single_unique_id as nhs_number,
        count(*) over (partition by people.pers_single_unique_id) as people_with_it
    from ssd_person as people
    where people.pers_single_unique_id is not null
) as numbered
where numbered.people_with_it > 1
