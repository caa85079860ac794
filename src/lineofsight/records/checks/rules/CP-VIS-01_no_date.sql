/*
code = "CP-VIS-01"
title = "Visit to a child on a plan without a date"
sentence = "The visit has no date, so it counts on no day. If it was made in time, a visited child is shown as not visited."
mend = "Record the day of the visit."
severity = "error"
table = "ssd_cp_visits"
columns = ["ssd_cp_visits.cppv_cp_visit_date"]
could = ["better"]
distorts = ["4.7.2"]
source = "Local"
needs_values = ["ssd_cp_visits.cppv_cp_visit_date"]
*/
select
    visits.file_row,
    visits.cppv_person_id as person_id,
    visits.cppv_cp_visit_id as record
from ssd_cp_visits as visits
where visits.cppv_cp_visit_date is null
