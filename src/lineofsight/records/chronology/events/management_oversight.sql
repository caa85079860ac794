/*
event = "management_oversight"
title = "Management oversight"
group = "Oversight"
source = "los_management_oversight"
order = 140
about = "Supervision, decisions and reviews of a manager."
*/
select
    oversights.mano_person_id as person_id,
    oversights.mano_oversight_date as on_day,
    oversights.mano_oversight_type as what,
    oversights.mano_oversight_id as record,
    oversights.mano_worker_id as worker,
    oversights.file_row
from los_management_oversight as oversights
