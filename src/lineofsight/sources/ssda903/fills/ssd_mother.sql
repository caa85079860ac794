select
    child || '-mother' as moth_table_id,
    child as moth_person_id,
    mc_dob as moth_childs_dob,
    file,
    file_row
from ssda903_header
where mother
