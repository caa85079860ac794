-- The latest legal status of each period of care: it ended when care ended, if not before.
select
    concat(
        child_unique_id, '-', coalesce(cast(legal_status_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as lega_legal_status_id,
    child_unique_id as lega_person_id,
    legal_status as lega_legal_status,
    legal_status_start_date as lega_legal_status_start_date,
    care_end_date as lega_legal_status_end_date,
    file,
    file_row
from (
    select *, row_number() over (partition by child_unique_id, legal_status_start_date order by file_row) as nth
    from list_8_children_in_care
    where child_unique_id is not null and legal_status is not null
) as statuses
