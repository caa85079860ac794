/*
title = "the same visit stands in ssd_cla_visits"
kind = "withdraws"
table = "ssd_cin_visits"
reason = "is a visit to a child in our care: it stands in ssd_cla_visits too, which counts it"
needs = [
    "ssd_cin_visits.cinv_cin_visit_id",
    "ssd_cin_visits.cinv_person_id",
    "ssd_cin_visits.cinv_cin_visit_date",
    "ssd_cla_visits.clav_cla_visit_id",
    "ssd_cla_visits.clav_person_id",
    "ssd_cla_visits.clav_cla_visit_date",
]
why = "As with child protection visits, where a supplier gives the visit one id in both tables."
source = "data-to-insight/ssd-data-model, SystemC ssd_cin_visits"
*/
select visits.file_row, true as sure
from ssd_cin_visits as visits
join ssd_cla_visits as care
    on care.clav_cla_visit_id = visits.cinv_cin_visit_id
    and care.clav_person_id = visits.cinv_person_id
    and care.clav_cla_visit_date = visits.cinv_cin_visit_date
