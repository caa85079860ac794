/*
code = "REF-09"
title = "Allocated to a worker who is not there"
sentence = "The child is allocated to a worker who has no row among the workers. Lists show an identifier in place of a name."
mend = "Ask whoever writes the extract to include every worker whom a record names."
severity = "warning"
table = "ssd_involvements"
columns = ["ssd_involvements.invo_professional_id", "ssd_professionals.prof_professional_id"]
could = []
distorts = []
source = "SSD: references are not enforced in the suppliers' extracts"

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
left join ssd_professionals as workers on workers.prof_professional_id = involvements.invo_professional_id
where involvements.invo_professional_role_id = $allocated_role
    and involvements.invo_professional_id is not null
    and workers.prof_professional_id is null
