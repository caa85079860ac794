/*
code = "CLA-VIS-02"
title = "Visit to a child in our care, and whether the child was seen is not recorded"
sentence = "Whether the child was seen is left empty. Such a visit does not count as one, so a child who was seen may be shown as not visited."
mend = "Record whether the child was seen."
severity = "warning"
table = "ssd_cla_visits"
columns = ["ssd_cla_visits.clav_cla_visit_seen"]
could = ["better"]
distorts = ["5.11"]
source = "Local"
needs_values = ["ssd_cla_visits.clav_cla_visit_seen"]
*/
select
    visits.file_row,
    visits.clav_person_id as person_id,
    visits.clav_cla_visit_id as record,
    visits.clav_cla_visit_date as value,
    visits.clav_cla_visit_date as from_on
from ssd_cla_visits as visits
where visits.clav_cla_visit_seen is null and visits.clav_cla_visit_date is not null
