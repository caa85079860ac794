select
    concat(
        child_unique_id, '-', coalesce(cast(plan_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end, '-', cast(last_review_date as varchar)
    ) as cppr_cp_review_id,
    child_unique_id as cppr_person_id,
    concat(
        child_unique_id, '-', coalesce(cast(plan_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as cppr_cp_plan_id,
    last_review_date as cppr_cp_review_date,
    file,
    file_row
from (
    select *, row_number() over (partition by child_unique_id, plan_start_date order by file_row) as nth
    from list_7_child_protection
    where child_unique_id is not null
) as plans
where last_review_date is not null
