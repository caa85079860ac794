/*
event = "final_order"
title = "Final order"
group = "Legal"
source = "los_legal_proceedings"
order = 433
about = "The final order of care proceedings."
*/
select
    proceedings.lepr_person_id as person_id,
    proceedings.lepr_final_order_date as on_day,
    proceedings.lepr_final_order as what,
    proceedings.lepr_proceedings_id as record,
    proceedings.file_row
from los_legal_proceedings as proceedings
