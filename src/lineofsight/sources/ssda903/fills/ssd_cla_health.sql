-- with year
-- OC2 says that a check was made in the year, not on which day.
, checks as (
    select child, 'Health Assessment' as kind, health_assessment as made, file, file_row from ssda903_oc2
    union all
    select child, 'Dental Check', teeth_check, file, file_row from ssda903_oc2
    union all
    select child, 'Health Check', health_check, file, file_row from ssda903_oc2
)
select
    concat_ws('-', child, lower(replace(kind, ' ', '-')), return_year.year) as clah_health_check_id,
    child as clah_person_id,
    kind as clah_health_check_type,
    'Completed' as clah_health_check_status,
    file,
    file_row
from checks
cross join return_year
where made
