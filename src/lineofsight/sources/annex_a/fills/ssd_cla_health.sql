with checks as (
    select child_unique_id, 'Health Assessment' as kind, last_health_assessment_date as held_on, file, file_row
    from list_8_children_in_care
    union all
    select child_unique_id, 'Dental Check' as kind, last_dental_check_date as held_on, file, file_row
    from list_8_children_in_care
)
select
    concat(child_unique_id, '-', kind, '-', cast(held_on as varchar)) as clah_health_check_id,
    child_unique_id as clah_person_id,
    kind as clah_health_check_type,
    held_on as clah_health_check_date,
    min(file) as file,
    min(file_row) as file_row
from checks
where child_unique_id is not null and held_on is not null
group by child_unique_id, kind, held_on
