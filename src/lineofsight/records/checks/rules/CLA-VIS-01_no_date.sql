/*
code = "CLA-VIS-01"
title = "Visit to a child in our care without a date"
sentence = "The visit has no date, so it counts on no day. If it was made in time, a visited child is shown as not visited."
mend = "Record the day of the visit."
severity = "error"
table = "ssd_cla_visits"
columns = ["ssd_cla_visits.clav_cla_visit_date"]
could = ["better"]
distorts = ["5.11"]
source = "Local"
needs_values = ["ssd_cla_visits.clav_cla_visit_date"]
*/
select
    visits.file_row,
    visits.clav_person_id as person_id,
    visits.clav_cla_visit_id as record
from ssd_cla_visits as visits
where visits.clav_cla_visit_date is null
