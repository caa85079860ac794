-- with year
-- OC2 says that a problem was found in the year: neither the day nor the substance.
select
    concat_ws('-', child, 'substance-misuse', return_year.year) as clas_substance_misuse_id,
    child as clas_person_id,
    intervention_received as clas_intervention_received,
    file,
    file_row
from ssda903_oc2
cross join return_year
where substance_misuse
