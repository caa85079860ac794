-- The social workers who were responsible for children in our care, from 2024. Their teams are not in the return.
with numbered as (
    select
        *,
        concat_ws(
            '-', coalesce(child, 'nobody-' || file_row), 'worker', coalesce(cast(sw_decom as varchar), 'undated')
        ) as own_id,
        row_number() over (partition by child, sw_decom order by file_row) as place
    from ssda903_social_worker
)
select
    concat_ws('-', own_id, nullif(place, 1)) as invo_involvements_id,
    sw_id as invo_professional_id,
    'CW' as invo_professional_role_id,
    child as invo_person_id,
    sw_decom as invo_involvement_start_date,
    sw_dec as invo_involvement_end_date,
    sw_reason as invo_worker_change_reason,
    file,
    file_row
from numbered
