select
    within_id || '-factors' as cinf_table_id,
    within_id as cinf_assessment_id,
    cast(to_json(list(factor order by file_row)) as varchar) as cinf_assessment_factors_json,
    min(file) as file,
    min(file_row) as file_row
from cin_assessment_factors
where factor is not null
group by within_id
