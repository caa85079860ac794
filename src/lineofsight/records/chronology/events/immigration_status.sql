/*
event = "immigration_status"
title = "Immigration status"
group = "Identity"
source = "ssd_immigration_status"
order = 21
ends = "immi_immigration_status_end_date"
about = "Each immigration status, from when to when."
*/
select
    statuses.immi_person_id as person_id,
    statuses.immi_immigration_status_start_date as on_day,
    statuses.immi_immigration_status_end_date as until_day,
    true as lasts,
    coalesce(labels.label, statuses.immi_immigration_status) as what,
    statuses.immi_immigration_status_id as record,
    statuses.file_row
from ssd_immigration_status as statuses
left join code_labels as labels
    on labels.column_name = 'immi_immigration_status' and labels.code = statuses.immi_immigration_status
