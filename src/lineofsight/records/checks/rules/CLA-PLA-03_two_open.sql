/*
code = "CLA-PLA-03"
title = "Two placements open now"
sentence = "Two placements of the child are open. A worker may call at the wrong door, and the council may pay for both."
mend = "End the placement that the child has left."
severity = "warning"
table = "ssd_cla_placement"
columns = ["ssd_cla_placement.clap_cla_placement_end_date"]
could = []
distorts = []
source = "Local"
*/
select open_now.file_row, open_now.person_id, open_now.record, open_now.began as value
from (
    select
        placements.file_row,
        placements.clap_person_id as person_id,
        placements.clap_cla_placement_id as record,
        placements.clap_cla_placement_start_date as began,
        row_number() over (
            partition by placements.clap_person_id
            order by placements.clap_cla_placement_start_date desc, placements.clap_cla_placement_id desc
        ) as place
    from ssd_cla_placement as placements
    where placements.clap_cla_placement_end_date is null
        and placements.clap_cla_placement_start_date is not null
        and placements.clap_person_id is not null
) as open_now
where open_now.place > 1
