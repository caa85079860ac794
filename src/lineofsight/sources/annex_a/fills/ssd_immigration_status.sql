-- Since when isn't said, nor whether it has ended: a row says that the child is, or was lately, unaccompanied.
select
    child_unique_id as immi_immigration_status_id,
    child_unique_id as immi_person_id,
    'UASC' as immi_immigration_status,
    arg_min(file, place) as file,
    arg_min(file_row, place) as file_row
from (
    select child_unique_id, uasc, file, file_row, file_row as place from list_8_children_in_care
    union all
    select child_unique_id, uasc, file, file_row, 10000000 + file_row from list_9_care_leavers
) as lists
where child_unique_id is not null and uasc = 'Y'
group by child_unique_id
