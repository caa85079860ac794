/*
ref = "5.6"
title = "% of children in our care placed over 20 miles from home"
report = "monthly"
section = "Placements"
group = "Placements"
order = 518
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The placement is more than $miles miles from home; exactly $miles is not more."
out_of = "Children in our care, also those whose distance is not recorded, as DfE has it."
good = "Low is good: children stay near family, friends and school, unless distance keeps them safe."
why = "A child far from home loses people and services, and is visited less."
decision = "Where carers and homes are missing; which children could come nearer."
source = "DfE, Children looked after (SSDA903): distance between home and placement."
caveats = "Not recorded, and 999.9 for not known or abroad, are not over $miles miles: where many are missing the figure is too low. Unaccompanied children have no home to measure from."
example = "20.0 miles: not met. 20.1 miles: met. 999.9: not met."
owner = "Head of fostering and placements"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
miles = 20
not_known_from = 999

[[benchmarks]]
comparable = "no"
why = "DfE publishes the share placed over 20 miles from home by the same rule; it is not among the figures held here."
*/
select
    placed.as_at,
    placed.person_id,
    coalesce(
        placements.clap_cla_placement_distance > $miles
        and placements.clap_cla_placement_distance < $not_known_from,
        false
    ) as met
from placed
left join ssd_cla_placement as placements
    on placements.clap_cla_placement_id = placed.placement_id
