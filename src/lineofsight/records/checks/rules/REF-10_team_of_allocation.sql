/*
code = "REF-10"
title = "Allocated in a team that is not there"
sentence = "The child is allocated in a team that has no row among the teams. Figures by team show an identifier in place of a name."
mend = "Ask whoever writes the extract to include every team that a record names."
severity = "warning"
table = "ssd_involvements"
columns = ["ssd_involvements.invo_professional_team", "ssd_department.dept_team_id"]
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
    involvements.invo_professional_team as value
from ssd_involvements as involvements
join extract
    on involvements.invo_involvement_start_date <= extract.extracted_on
    and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > extract.extracted_on
left join ssd_department as teams on teams.dept_team_id = involvements.invo_professional_team
where involvements.invo_professional_role_id = $allocated_role
    and involvements.invo_professional_team is not null
    and teams.dept_team_id is null
