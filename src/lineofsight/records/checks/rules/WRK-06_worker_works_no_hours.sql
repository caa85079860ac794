/*
code = "WRK-06"
title = "Allocated to somebody who works no hours"
sentence = "The allocated worker is employed for no hours: has left, or is on long leave. Nobody goes to the child."
mend = "Allocate another worker, or correct the worker's hours."
severity = "warning"
table = "ssd_involvements"
columns = ["ssd_professionals.prof_full_time_equivalency", "ssd_involvements.invo_professional_id"]
could = []
distorts = []
source = "Local"

[settings]
allocated_role = "CW"
*/
select
    involvements.file_row,
    involvements.invo_person_id as person_id,
    involvements.invo_involvements_id as record,
    involvements.invo_professional_id as value
from ssd_involvements as involvements
join extract
    on involvements.invo_involvement_start_date <= extract.extracted_on
    and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > extract.extracted_on
join ssd_professionals as workers
    on workers.prof_professional_id = involvements.invo_professional_id
    and workers.prof_full_time_equivalency = 0
where involvements.invo_professional_role_id = $allocated_role
