/*
code = "CLA-VIS-03"
title = "Child in our care seen before birth or after death"
sentence = "The child is recorded as seen before the day of birth or after the day of death. The visit counts, and can't have been as it is written."
mend = "Correct the date of the visit, or say that the child was not seen."
severity = "error"
table = "ssd_cla_visits"
columns = ["ssd_cla_visits.clav_cla_visit_date", "ssd_cla_visits.clav_cla_visit_seen", "ssd_person.pers_dob", "ssd_person.pers_death_date"]
could = ["worse"]
distorts = ["5.11"]
source = "Dates in order"
reads_if_there = ["ssd_person.pers_death_date"]
*/
select
    visits.file_row,
    visits.clav_person_id as person_id,
    visits.clav_cla_visit_id as record,
    visits.clav_cla_visit_date as value,
    visits.clav_cla_visit_date as from_on
from ssd_cla_visits as visits
join ssd_person as people on people.pers_person_id = visits.clav_person_id
where visits.clav_cla_visit_seen
    and (
        visits.clav_cla_visit_date < people.pers_dob
        or visits.clav_cla_visit_date > people.pers_death_date
    )
