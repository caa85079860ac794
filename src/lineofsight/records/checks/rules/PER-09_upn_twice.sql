/*
code = "PER-09"
title = "One pupil number, two children"
sentence = "Two records have the same unique pupil number. If they are one child, the child is counted twice, and what is known is split between two files."
mend = "Merge the two records if they are one child, or correct the number."
severity = "warning"
table = "ssd_person"
columns = ["ssd_person.pers_upn", "ssd_person.pers_person_id"]
could = ["better", "worse", "leave"]
distorts = ["1.2", "1.4", "5.10", "5.11", "6.1", "6.2", "6.3"]
source = "Children in need census: a UPN belongs to one child"
*/
select numbered.file_row, numbered.person_id, numbered.upn as value
from (
    select
        people.file_row,
        people.pers_person_id as person_id,
        people.pers_upn as upn,
        count(*) over (partition by people.pers_upn) as people_with_it
    from ssd_person as people
    where people.pers_upn is not null
) as numbered
where numbered.people_with_it > 1
