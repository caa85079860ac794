/*
event = "pre_proceedings_ended"
title = "Pre-proceedings ended"
group = "Legal"
source = "los_legal_proceedings"
order = 431
about = "The end of pre-proceedings, and their outcome."
*/
select
    proceedings.lepr_person_id as person_id,
    proceedings.lepr_pre_proceedings_end_date as on_day,
    'Outcome: ' || proceedings.lepr_pre_proceedings_outcome as what,
    proceedings.lepr_proceedings_id as record,
    proceedings.file_row
from los_legal_proceedings as proceedings
