/*
code = "CIN-VIS-01"
title = "Visit to a child in need without a date"
sentence = "The visit has no date, so it counts on no day. If it was made in time, a visited child is shown as not visited."
mend = "Record the day of the visit."
severity = "error"
table = "ssd_cin_visits"
columns = ["ssd_cin_visits.cinv_cin_visit_date"]
could = ["better"]
distorts = ["3.3"]
source = "Local"
needs_values = ["ssd_cin_visits.cinv_cin_visit_date"]
*/
select
    visits.file_row,
    visits.cinv_person_id as person_id,
    visits.cinv_cin_visit_id as record
from ssd_cin_visits as visits
where visits.cinv_cin_visit_date is null
