/*
event = "placement_ended"
title = "End of placement"
group = "Placements"
source = "ssd_cla_placement"
order = 822
about = "The day on which a placement ends, and why."
*/
select
    placements.clap_person_id as person_id,
    placements.clap_cla_placement_end_date as on_day,
    concat_ws(
        '; ',
        coalesce(types.label, placements.clap_cla_placement_type),
        'Reason: ' || coalesce(reasons.label, placements.clap_cla_placement_change_reason)
    ) as what,
    placements.clap_cla_placement_id as record,
    placements.file_row
from ssd_cla_placement as placements
left join code_labels as types
    on types.column_name = 'clap_cla_placement_type' and types.code = placements.clap_cla_placement_type
left join code_labels as reasons
    on reasons.column_name = 'clap_cla_placement_change_reason'
    and reasons.code = placements.clap_cla_placement_change_reason
