/*
title = "the same visit stands in ssd_cp_visits"
kind = "withdraws"
table = "ssd_cin_visits"
reason = "is a child protection visit: it stands in ssd_cp_visits too, which counts it"
needs = [
    "ssd_cin_visits.cinv_cin_visit_id",
    "ssd_cin_visits.cinv_person_id",
    "ssd_cin_visits.cinv_cin_visit_date",
    "ssd_cp_visits.cppv_cp_visit_id",
    "ssd_cp_visits.cppv_person_id",
    "ssd_cp_visits.cppv_cp_visit_date",
]
why = "SystemC fills ssd_cin_visits from all statutory visits, child protection ones (STVC) too, under the casenote's id, which is also the id in ssd_cp_visits. Mosaic and Eclipse keep the two apart, and so do the indicators: 4.7.2 counts visits of children on a plan, 3.3 those of children in need. The same id for another child or day is another visit: nothing is done."
source = "data-to-insight/ssd-data-model, SystemC ssd_cin_visits and ssd_cp_visits, versions 1.0 to 1.4.9"
*/
select
    visits.file_row,
    visits.cinv_person_id = protection.cppv_person_id
        and visits.cinv_cin_visit_date = protection.cppv_cp_visit_date as sure
from ssd_cin_visits as visits
join ssd_cp_visits as protection on protection.cppv_cp_visit_id = visits.cinv_cin_visit_id
