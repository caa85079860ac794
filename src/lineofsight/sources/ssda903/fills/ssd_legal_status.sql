-- with periods
-- One row for each stretch of one legal status within a period of care.
select
    legal_id as lega_legal_status_id,
    first(child order by place) as lega_person_id,
    first(ls order by place) as lega_legal_status,
    min(legal_start) as lega_legal_status_start_date,
    last(dec order by place) as lega_legal_status_end_date,
    first(file order by place) as file,
    first(file_row order by place) as file_row
from episodes
group by legal_id
