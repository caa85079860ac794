with numbered as (
    select
        *,
        concat_ws('-', coalesce(child, 'nobody-' || file_row), coalesce(cast(mis_start as varchar), 'undated'))
            as own_id,
        row_number() over (partition by child, mis_start order by file_row) as place
    from ssda903_missing
)
select
    concat_ws('-', own_id, nullif(place, 1)) as miss_table_id,
    child as miss_person_id,
    mis_start as miss_missing_episode_start_date,
    missing as miss_missing_episode_type,
    mis_end as miss_missing_episode_end_date,
    file,
    file_row
from numbered
