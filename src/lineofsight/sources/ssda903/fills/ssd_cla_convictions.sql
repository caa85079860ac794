-- with year
-- OC2 says that there was a conviction or final warning in the year: neither the day nor the offence.
select
    concat_ws('-', child, 'conviction', return_year.year) as clac_cla_conviction_id,
    child as clac_person_id,
    file,
    file_row
from ssda903_oc2
cross join return_year
where convicted
