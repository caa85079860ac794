/*
code = "OVS-02"
title = "Oversight of oneself"
sentence = "The oversight was recorded by the worker who is allocated to the child. It counts, and is no second pair of eyes."
mend = "Record who gave the oversight, or talk the case through with a manager."
severity = "warning"
table = "los_management_oversight"
columns = ["los_management_oversight.mano_worker_id"]
could = ["worse"]
distorts = ["1.1"]
source = "Local"

[settings]
allocated_role = "CW"
days = 183
*/
select distinct
    oversight.file_row,
    oversight.mano_person_id as person_id,
    oversight.mano_oversight_id as record,
    oversight.mano_oversight_date as value,
    oversight.mano_oversight_date as from_on
from los_management_oversight as oversight
join extract on oversight.mano_oversight_date > extract.extracted_on - $days
join ssd_involvements as involvements
    on involvements.invo_person_id = oversight.mano_person_id
    and involvements.invo_professional_id = oversight.mano_worker_id
    and involvements.invo_involvement_start_date <= oversight.mano_oversight_date
    and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > oversight.mano_oversight_date
where involvements.invo_professional_role_id = $allocated_role
