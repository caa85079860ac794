/*
code = "OVS-03"
title = "Oversight without a date"
sentence = "The oversight has no date, so it counts on no day. If it was given in time, the child is shown as without."
mend = "Record the day of the oversight."
severity = "error"
table = "los_management_oversight"
columns = ["los_management_oversight.mano_oversight_date"]
could = ["better"]
distorts = ["1.1"]
source = "Local"
needs_values = ["los_management_oversight.mano_oversight_date"]
*/
select
    oversight.file_row,
    oversight.mano_person_id as person_id,
    oversight.mano_oversight_id as record
from los_management_oversight as oversight
where oversight.mano_oversight_date is null
