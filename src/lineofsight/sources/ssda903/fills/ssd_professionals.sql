select
    sw_id as prof_professional_id,
    case when upper(sw_id) like 'SW%' then sw_id end as prof_social_worker_registration_no,
    min(file) as file,
    min(file_row) as file_row
from ssda903_social_worker
where sw_id is not null
group by sw_id
