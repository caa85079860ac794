/*
code = "CLA-PLA-01"
title = "Placement ended before it began"
sentence = "The placement ended before it began. Moves of placement and days in them can't be counted."
mend = "Correct the date that is wrong."
severity = "warning"
table = "ssd_cla_placement"
columns = ["ssd_cla_placement.clap_cla_placement_end_date", "ssd_cla_placement.clap_cla_placement_start_date"]
could = []
distorts = []
source = "Dates in order"
reads_if_there = ["ssd_cla_placement.clap_person_id"]
*/
with periods as (
    select clae_cla_id as cla_id, max(clae_person_id) as person_id
    from ssd_cla_episodes
    where clae_cla_id is not null
    group by clae_cla_id
)
select
    placements.file_row,
    coalesce(placements.clap_person_id, periods.person_id) as person_id,
    placements.clap_cla_placement_id as record,
    placements.clap_cla_placement_end_date as value
from ssd_cla_placement as placements
left join periods on periods.cla_id = placements.clap_cla_id
where placements.clap_cla_placement_end_date < placements.clap_cla_placement_start_date
