select
    child as clai_person_id,
    immunisations as clai_immunisations_status,
    file,
    file_row
from ssda903_oc2
where immunisations is not null
