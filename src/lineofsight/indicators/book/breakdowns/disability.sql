/*
breakdown = "disability"
title = "Disability"
order = 6
per = "child"
figures = true
members = "disabled, not disabled"
source = "SSD ssd_disability: any code but NONE is disabled; no row is not known"
valid_from = "2019-04"
*/
select
    disa_person_id as person_id,
    case
        when max(case when disa_disability_code <> 'NONE' then 1 else 0 end) = 1 then 'disabled'
        else 'not disabled'
    end as member
from ssd_disability
where disa_disability_code is not null
group by disa_person_id
