/*
code = "WRK-05"
title = "Allocated worker without a team"
sentence = "The worker who is allocated to the child stands in no team. The child is missing from every team's figures and lists."
mend = "Record the worker's team."
severity = "warning"
table = "ssd_involvements"
columns = ["ssd_involvements.invo_professional_team"]
could = []
distorts = []
source = "Figures by team"
needs_values = ["ssd_involvements.invo_professional_team"]

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
where involvements.invo_professional_role_id = $allocated_role and involvements.invo_professional_team is null
