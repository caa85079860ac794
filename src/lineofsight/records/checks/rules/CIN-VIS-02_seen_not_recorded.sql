/*
code = "CIN-VIS-02"
title = "Visit to a child in need, and whether the child was seen is not recorded"
sentence = "Whether the child was seen is left empty. Such a visit does not count as one, so a child who was seen may be shown as not visited."
mend = "Record whether the child was seen."
severity = "warning"
table = "ssd_cin_visits"
columns = ["ssd_cin_visits.cinv_cin_visit_seen"]
could = ["better"]
distorts = ["3.3"]
source = "Local"
needs_values = ["ssd_cin_visits.cinv_cin_visit_seen"]
*/
select
    visits.file_row,
    visits.cinv_person_id as person_id,
    visits.cinv_cin_visit_id as record,
    visits.cinv_cin_visit_date as value,
    visits.cinv_cin_visit_date as from_on
from ssd_cin_visits as visits
where visits.cinv_cin_visit_seen is null and visits.cinv_cin_visit_date is not null
