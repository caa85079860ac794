/*
code = "OVS-01"
title = "Oversight by nobody"
sentence = "The oversight names no manager. It counts, and nobody can be asked what was decided."
mend = "Record who gave the oversight."
severity = "warning"
table = "los_management_oversight"
columns = ["los_management_oversight.mano_worker_id"]
could = ["worse"]
distorts = ["1.1"]
source = "Local"
needs_values = ["los_management_oversight.mano_worker_id"]
*/
select
    oversight.file_row,
    oversight.mano_person_id as person_id,
    oversight.mano_oversight_id as record,
    oversight.mano_oversight_date as value,
    oversight.mano_oversight_date as from_on
from los_management_oversight as oversight
where oversight.mano_worker_id is null and oversight.mano_oversight_date is not null
