-- The day on which the status began is not in the return; that on which it ended is.
with numbered as (
    select *, row_number() over (partition by child order by file_row) as place
    from ssda903_uasc
)
select
    concat_ws('-', coalesce(child, 'nobody-' || file_row), 'uasc', nullif(place, 1)) as immi_immigration_status_id,
    child as immi_person_id,
    'UASC' as immi_immigration_status,
    duc as immi_immigration_status_end_date,
    file,
    file_row
from numbered
