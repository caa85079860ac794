-- with year
-- OC2 gives the year's score, without the day on which the questionnaire was completed.
select
    concat_ws('-', child, 'sdq', return_year.year) as csdq_table_id,
    child as csdq_person_id,
    sdq_score as csdq_sdq_score,
    sdq_reason as csdq_sdq_reason,
    file,
    file_row
from ssda903_oc2
cross join return_year
where sdq_score is not null or sdq_reason is not null
