-- The last statutory visit: a visit is statutory if the child was seen.
select
    concat(child_unique_id, '-', cast(last_visit_date as varchar)) as cppv_cp_visit_id,
    child_unique_id as cppv_person_id,
    concat(
        child_unique_id, '-', coalesce(cast(plan_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as cppv_cp_plan_id,
    last_visit_date as cppv_cp_visit_date,
    true as cppv_cp_visit_seen,
    case seen_alone when 'Y' then true when 'N' then false end as cppv_cp_visit_seen_alone,
    file,
    file_row
from (
    select
        *,
        row_number() over (partition by child_unique_id, plan_start_date order by file_row) as nth,
        row_number() over (partition by child_unique_id, last_visit_date order by plan_start_date desc, file_row) as place
    from list_7_child_protection
    where child_unique_id is not null
) as plans
where last_visit_date is not null and place = 1
