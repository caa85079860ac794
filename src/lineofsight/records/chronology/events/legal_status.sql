/*
event = "legal_status"
title = "Legal status"
group = "Legal"
lane = "Legal status"
source = "ssd_legal_status"
order = 420
ends = "lega_legal_status_end_date"
about = "Each legal status, from when to when."
*/
select
    statuses.lega_person_id as person_id,
    statuses.lega_legal_status_start_date as on_day,
    statuses.lega_legal_status_end_date as until_day,
    true as lasts,
    coalesce(labels.label, statuses.lega_legal_status) as what,
    statuses.lega_legal_status_id as record,
    statuses.file_row
from ssd_legal_status as statuses
left join code_labels as labels
    on labels.column_name = 'lega_legal_status' and labels.code = statuses.lega_legal_status
