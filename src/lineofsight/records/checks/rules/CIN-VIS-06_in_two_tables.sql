/*
code = "CIN-VIS-06"
title = "The same visit in two tables"
sentence = "The visit stands among visits to children in need and again among those to children on a plan or in our care, about the same child on the same day and with the same identifier. It is one visit, and counts for the child in two figures."
mend = "Ask whoever writes the extract to give each visit to one table, by its type."
severity = "warning"
table = "ssd_cin_visits"
columns = ["ssd_cin_visits.cinv_cin_visit_id", "ssd_cp_visits.cppv_cp_visit_id", "ssd_cla_visits.clav_cla_visit_id"]
could = ["worse"]
distorts = ["3.3", "4.7.2", "5.11"]
source = "SSD: some suppliers fill the visits to children in need from types of note that include the others"
reads_if_there = ["ssd_cp_visits", "ssd_cla_visits"]
*/
with other_visits as (
    select cppv_cp_visit_id as visit_id, cppv_person_id as person_id, cppv_cp_visit_date as day from ssd_cp_visits
    union
    select clav_cla_visit_id as visit_id, clav_person_id as person_id, clav_cla_visit_date as day from ssd_cla_visits
)
select
    visits.file_row,
    visits.cinv_person_id as person_id,
    visits.cinv_cin_visit_id as record,
    visits.cinv_cin_visit_date as value,
    visits.cinv_cin_visit_date as from_on
from ssd_cin_visits as visits
join other_visits
    on other_visits.visit_id = visits.cinv_cin_visit_id
    and other_visits.person_id = visits.cinv_person_id
    and other_visits.day = visits.cinv_cin_visit_date
