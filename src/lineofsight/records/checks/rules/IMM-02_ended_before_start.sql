/*
code = "IMM-02"
title = "Immigration status ended before it began"
sentence = "The immigration status ended before it began: one of the dates is wrong."
mend = "Correct the date that is wrong."
severity = "note"
table = "ssd_immigration_status"
columns = ["ssd_immigration_status.immi_immigration_status_end_date", "ssd_immigration_status.immi_immigration_status_start_date"]
could = []
distorts = []
source = "Dates in order"
*/
select
    statuses.file_row,
    statuses.immi_person_id as person_id,
    statuses.immi_immigration_status_id as record,
    statuses.immi_immigration_status_end_date as value
from ssd_immigration_status as statuses
where statuses.immi_immigration_status_end_date < statuses.immi_immigration_status_start_date
