/*
event = "care_proceedings"
title = "Care proceedings"
group = "Legal"
lane = "Care proceedings"
source = "los_legal_proceedings"
order = 432
ends = "lepr_final_order_date"
about = "Care proceedings, from the day of issue to the final order."
*/
select
    proceedings.lepr_person_id as person_id,
    proceedings.lepr_issue_date as on_day,
    proceedings.lepr_final_order_date as until_day,
    true as lasts,
    proceedings.lepr_proceedings_id as record,
    proceedings.file_row
from los_legal_proceedings as proceedings
