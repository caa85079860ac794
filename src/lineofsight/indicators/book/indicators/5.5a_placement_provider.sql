/*
ref = "5.5a"
title = "Children in our care by who provides the placement"
report = "monthly"
section = "Placements"
group = "Placements"
order = 516
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
kinds = "Provider"
kinds_in_order = ["Our own", "Another council", "Other public body", "Private", "Voluntary", "Parents"]
counted = "Children in our care at the date, by the provider of the placement that they live in."
good = "Enough places of our own that a child is placed by need and not by what the market has left."
why = "Places bought from others are dearer, often farther away, and can be withdrawn."
decision = "How many carers of our own to recruit; which contracts to make with whom."
source = "DfE, Children looked after (SSDA903), provider of the placement (PLACE_PROVIDER)."
caveats = "Provider is recorded with the placement: where a home changes hands in the meantime, the record has to be closed and opened again to show it."
example = "A child with a foster carer of a private agency: private, whatever the carer's own address."
owner = "Head of fostering and placements"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count. DfE publishes shares by provider, which are not among the figures held here."
*/
select
    placed.as_at,
    placed.person_id,
    true as met,
    case placements.clap_cla_placement_provider
        when 'PR0' then 'Parents'
        when 'PR1' then 'Our own'
        when 'PR2' then 'Another council'
        when 'PR3' then 'Other public body'
        when 'PR4' then 'Private'
        when 'PR5' then 'Voluntary'
    end as kind
from placed
left join ssd_cla_placement as placements
    on placements.clap_cla_placement_id = placed.placement_id
