/*
event = "placement"
title = "Placement"
group = "Placements"
lane = "Placement"
source = "ssd_cla_placement"
order = 410
ends = "clap_cla_placement_end_date"
about = "Where a child in our care lives, from when to when: the kind of placement, who provides it, and how far from home it is."
*/
select
    placements.clap_person_id as person_id,
    placements.clap_cla_placement_start_date as on_day,
    placements.clap_cla_placement_end_date as until_day,
    true as lasts,
    concat_ws(
        '; ',
        coalesce(types.label, placements.clap_cla_placement_type),
        'Provider: ' || coalesce(providers.label, placements.clap_cla_placement_provider),
        case
            when placements.clap_cla_placement_distance < 999
                then 'Miles from home: ' || cast(round(placements.clap_cla_placement_distance, 1) as varchar)
        end
    ) as what,
    placements.clap_cla_placement_id as record,
    placements.file_row
from ssd_cla_placement as placements
left join code_labels as types
    on types.column_name = 'clap_cla_placement_type' and types.code = placements.clap_cla_placement_type
left join code_labels as providers
    on providers.column_name = 'clap_cla_placement_provider' and providers.code = placements.clap_cla_placement_provider
