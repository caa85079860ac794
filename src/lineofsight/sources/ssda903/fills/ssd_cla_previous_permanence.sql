with numbered as (
    select *, row_number() over (partition by child order by file_row) as place
    from ssda903_prev_perm
)
select
    concat_ws('-', coalesce(child, 'nobody-' || file_row), 'previous', nullif(place, 1)) as lapp_table_id,
    child as lapp_person_id,
    prev_perm as lapp_previous_permanence_option,
    la_perm as lapp_previous_permanence_la,
    date_perm as lapp_previous_permanence_order_date,
    file,
    file_row
from numbered
