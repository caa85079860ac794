/*
code = "CP-VIS-02"
title = "Visit to a child on a plan, and whether the child was seen is not recorded"
sentence = "Whether the child was seen is left empty. Such a visit does not count as one, so a child who was seen may be shown as not visited."
mend = "Record whether the child was seen."
severity = "warning"
table = "ssd_cp_visits"
columns = ["ssd_cp_visits.cppv_cp_visit_seen"]
could = ["better"]
distorts = ["4.7.2"]
source = "Local"
needs_values = ["ssd_cp_visits.cppv_cp_visit_seen"]
*/
select
    visits.file_row,
    visits.cppv_person_id as person_id,
    visits.cppv_cp_visit_id as record,
    visits.cppv_cp_visit_date as value,
    visits.cppv_cp_visit_date as from_on
from ssd_cp_visits as visits
where visits.cppv_cp_visit_seen is null and visits.cppv_cp_visit_date is not null
