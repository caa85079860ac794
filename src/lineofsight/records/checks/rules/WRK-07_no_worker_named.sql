/*
code = "WRK-07"
title = "Allocation that names no worker"
sentence = "The child counts as allocated, and the record doesn't say to whom."
mend = "Record the worker."
severity = "error"
table = "ssd_involvements"
columns = ["ssd_involvements.invo_professional_id"]
could = ["leave"]
distorts = ["allocated"]
source = "SSD invo_professional_id"
needs_values = ["ssd_involvements.invo_professional_id"]

[settings]
allocated_role = "CW"
*/
select
    involvements.file_row,
    involvements.invo_person_id as person_id,
    involvements.invo_involvements_id as record,
    involvements.invo_involvement_start_date as from_on,
    involvements.invo_involvement_end_date as to_on
from ssd_involvements as involvements
where involvements.invo_professional_role_id = $allocated_role and involvements.invo_professional_id is null
