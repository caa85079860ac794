-- The last visit by the social worker: taken for one on which the child was seen.
select
    concat(child_unique_id, '-', cast(last_visit_date as varchar)) as clav_cla_visit_id,
    concat(
        child_unique_id, '-', coalesce(cast(care_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as clav_cla_id,
    child_unique_id as clav_person_id,
    last_visit_date as clav_cla_visit_date,
    true as clav_cla_visit_seen,
    file,
    file_row
from (
    select
        *,
        row_number() over (partition by child_unique_id, care_start_date order by file_row) as nth,
        row_number() over (partition by child_unique_id, last_visit_date order by care_start_date desc, file_row) as place
    from list_8_children_in_care
    where child_unique_id is not null
) as periods
where last_visit_date is not null and place = 1
