/*
event = "conviction"
title = "Conviction"
group = "Youth justice"
source = "ssd_cla_convictions"
order = 610
about = "A conviction of a child in our care, and the offence."
*/
select
    convictions.clac_person_id as person_id,
    convictions.clac_cla_conviction_date as on_day,
    convictions.clac_cla_conviction_offence as what,
    convictions.clac_cla_conviction_id as record,
    convictions.file_row
from ssd_cla_convictions as convictions
