/*
event = "pre_proceedings"
title = "Pre-proceedings"
group = "Legal"
lane = "Pre-proceedings"
source = "los_legal_proceedings"
order = 430
ends = "lepr_pre_proceedings_end_date"
about = "Pre-proceedings, from the letter before proceedings to their end."
*/
select
    proceedings.lepr_person_id as person_id,
    proceedings.lepr_pre_proceedings_letter_date as on_day,
    proceedings.lepr_pre_proceedings_end_date as until_day,
    true as lasts,
    'Letter before proceedings sent' as what,
    proceedings.lepr_proceedings_id as record,
    proceedings.file_row
from los_legal_proceedings as proceedings
