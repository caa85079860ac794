/*
code = "CP-VIS-03"
title = "Child on a plan seen before birth or after death"
sentence = "The child is recorded as seen before the day of birth or after the day of death. The visit counts, and can't have been as it is written."
mend = "Correct the date of the visit, or say that the child was not seen."
severity = "error"
table = "ssd_cp_visits"
columns = ["ssd_cp_visits.cppv_cp_visit_date", "ssd_cp_visits.cppv_cp_visit_seen", "ssd_person.pers_dob", "ssd_person.pers_death_date"]
could = ["worse"]
distorts = ["4.7.2"]
source = "Dates in order"
reads_if_there = ["ssd_person.pers_death_date"]
*/
select
    visits.file_row,
    visits.cppv_person_id as person_id,
    visits.cppv_cp_visit_id as record,
    visits.cppv_cp_visit_date as value,
    visits.cppv_cp_visit_date as from_on
from ssd_cp_visits as visits
join ssd_person as people on people.pers_person_id = visits.cppv_person_id
where visits.cppv_cp_visit_seen
    and (
        visits.cppv_cp_visit_date < people.pers_dob
        or visits.cppv_cp_visit_date > people.pers_death_date
    )
