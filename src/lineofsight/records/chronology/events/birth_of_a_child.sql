/*
event = "birth_of_a_child"
title = "Birth of a child"
group = "Identity"
source = "ssd_mother"
order = 12
about = "On the line of the mother, who is on record herself: the day on which her child was born."
*/
select
    mothers.moth_person_id as person_id,
    mothers.moth_childs_dob as on_day,
    mothers.moth_table_id as record,
    mothers.file_row
from ssd_mother as mothers
