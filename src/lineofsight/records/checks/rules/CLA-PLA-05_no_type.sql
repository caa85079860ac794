/*
code = "CLA-PLA-05"
title = "Placement without its type"
sentence = "With whom or where the child is placed is not recorded by type. Fostering, children's homes and unregulated places can't be told apart."
mend = "Record the type of placement."
severity = "note"
table = "ssd_cla_placement"
columns = ["ssd_cla_placement.clap_cla_placement_type"]
could = []
distorts = []
source = "SSDA903: PLACE"
needs_values = ["ssd_cla_placement.clap_cla_placement_type"]
reads_if_there = ["ssd_cla_placement.clap_person_id"]
*/
select
    placements.file_row,
    placements.clap_person_id as person_id,
    placements.clap_cla_placement_id as record,
    placements.clap_cla_placement_start_date as value
from ssd_cla_placement as placements
join extract
    on coalesce(placements.clap_cla_placement_end_date, date '9999-12-31') > extract.extracted_on - interval '12' month
where placements.clap_cla_placement_type is null
