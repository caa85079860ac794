select
    concat(
        child_unique_id, '-', coalesce(cast(care_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end, '-', cast(last_review_date as varchar)
    ) as clar_cla_review_id,
    concat(
        child_unique_id, '-', coalesce(cast(care_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as clar_cla_id,
    child_unique_id as clar_cla_person_id,
    last_review_date as clar_cla_review_date,
    file,
    file_row
from (
    select *, row_number() over (partition by child_unique_id, care_start_date order by file_row) as nth
    from list_8_children_in_care
    where child_unique_id is not null
) as periods
where last_review_date is not null
