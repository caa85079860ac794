/*
event = "other_worker"
title = "Other worker involved"
group = "Workers"
source = "ssd_involvements"
order = 131
ends = "invo_involvement_end_date"
about = "Every other worker who was involved, in what role, from when to when."
*/
select
    involvements.invo_person_id as person_id,
    involvements.invo_involvement_start_date as on_day,
    involvements.invo_involvement_end_date as until_day,
    true as lasts,
    concat_ws(
        '; ',
        coalesce(roles.label, involvements.invo_professional_role_id),
        'Why it changed: ' || coalesce(reasons.label, involvements.invo_worker_change_reason)
    ) as what,
    involvements.invo_involvements_id as record,
    involvements.invo_professional_id as worker,
    involvements.invo_professional_team as team,
    involvements.file_row
from ssd_involvements as involvements
left join code_labels as roles
    on roles.column_name = 'invo_professional_role_id' and roles.code = involvements.invo_professional_role_id
left join code_labels as reasons
    on reasons.column_name = 'invo_worker_change_reason' and reasons.code = involvements.invo_worker_change_reason
where coalesce(involvements.invo_professional_role_id, '') <> 'CW'
