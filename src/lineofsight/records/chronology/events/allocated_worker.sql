/*
event = "allocated_worker"
title = "Allocated worker"
group = "Workers"
lane = "Allocated worker"
source = "ssd_involvements"
order = 130
ends = "invo_involvement_end_date"
about = "To which worker and team the child was allocated, from when to when, and why the worker changed."
*/
select
    involvements.invo_person_id as person_id,
    involvements.invo_involvement_start_date as on_day,
    involvements.invo_involvement_end_date as until_day,
    true as lasts,
    'Why it changed: ' || coalesce(reasons.label, involvements.invo_worker_change_reason) as what,
    involvements.invo_involvements_id as record,
    involvements.invo_professional_id as worker,
    involvements.invo_professional_team as team,
    involvements.file_row
from ssd_involvements as involvements
left join code_labels as reasons
    on reasons.column_name = 'invo_worker_change_reason' and reasons.code = involvements.invo_worker_change_reason
where involvements.invo_professional_role_id = 'CW'
