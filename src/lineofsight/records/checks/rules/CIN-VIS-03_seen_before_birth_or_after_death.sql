/*
code = "CIN-VIS-03"
title = "Child in need seen before birth or after death"
sentence = "The child is recorded as seen before the day of birth or after the day of death. The visit counts, and can't have been as it is written."
mend = "Correct the date of the visit, or say that the child was not seen."
severity = "error"
table = "ssd_cin_visits"
columns = ["ssd_cin_visits.cinv_cin_visit_date", "ssd_cin_visits.cinv_cin_visit_seen", "ssd_person.pers_dob", "ssd_person.pers_death_date"]
could = ["worse"]
distorts = ["3.3"]
source = "Dates in order"
reads_if_there = ["ssd_person.pers_death_date"]
*/
select
    visits.file_row,
    visits.cinv_person_id as person_id,
    visits.cinv_cin_visit_id as record,
    visits.cinv_cin_visit_date as value,
    visits.cinv_cin_visit_date as from_on
from ssd_cin_visits as visits
join ssd_person as people on people.pers_person_id = visits.cinv_person_id
where visits.cinv_cin_visit_seen
    and (
        visits.cinv_cin_visit_date < people.pers_dob
        or visits.cinv_cin_visit_date > people.pers_death_date
    )
