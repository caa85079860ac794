/*
code = "CLA-LEG-01"
title = "Legal status ended before it began"
sentence = "The legal status ended before it began. It holds on no day: a short break may count as care, or a child in care may have no lawful ground recorded."
mend = "Correct the date that is wrong."
severity = "error"
table = "ssd_legal_status"
columns = ["ssd_legal_status.lega_legal_status_end_date", "ssd_legal_status.lega_legal_status_start_date"]
could = ["join", "leave"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "Dates in order"
*/
select
    statuses.file_row,
    statuses.lega_person_id as person_id,
    statuses.lega_legal_status_id as record,
    statuses.lega_legal_status_end_date as value,
    statuses.lega_legal_status_end_date as from_on
from ssd_legal_status as statuses
where statuses.lega_legal_status_end_date < statuses.lega_legal_status_start_date
