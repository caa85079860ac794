/*
ref = "5.7"
title = "% of children in our care placed in the borough"
report = "monthly"
section = "Placements"
group = "Placements"
order = 521
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The postcode of the placement begins as one of the postcodes in the council's list of localities; spaces and capitals do not matter."
out_of = "Children in our care."
good = "Children who come into care can stay at their school and among people who know them."
why = "The duty to have enough places is a duty to have them here (sufficiency)."
decision = "Where to recruit carers and open homes; whom to bring back."
source = "Children Act 1989, section 22G: enough accommodation within the authority's area; the area is the list of localities that the council supplies."
caveats = "A placement without a postcode counts as outside. A list that starts postcodes too short (E1 also fits E14) counts neighbours as inside."
example = "Listed zz1 4; placed at ZZ14ZZ: inside. Placed at ZZ2 4ZZ: outside."
owner = "Head of fostering and placements"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE publishes placements inside the council's boundary, which are not among the figures held here."
*/
with postcodes as (
    select distinct upper(replace(clap_cla_placement_postcode, ' ', '')) as postcode
    from ssd_cla_placement
    where clap_cla_placement_postcode is not null
),
starts as (
    select distinct upper(replace(loca_postcode_start, ' ', '')) as postcode_start
    from los_localities
    where loca_postcode_start is not null
),
inside as (
    select distinct postcodes.postcode
    from postcodes
    join starts on starts_with(postcodes.postcode, starts.postcode_start)
)
select
    placed.as_at,
    placed.person_id,
    inside.postcode is not null as met
from placed
left join ssd_cla_placement as placements
    on placements.clap_cla_placement_id = placed.placement_id
left join inside
    on inside.postcode = upper(replace(placements.clap_cla_placement_postcode, ' ', ''))
