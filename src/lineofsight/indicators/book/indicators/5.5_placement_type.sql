/*
ref = "5.5"
title = "Children in our care by type of placement"
report = "monthly"
section = "Placements"
group = "Placements"
order = 515
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
kinds = "Type of placement"
kinds_in_order = ["Fostered by relatives or friends", "Fostered by other carers", "Placed for adoption", "With parents", "Children's home", "Secure children's home", "Supported accommodation", "Independent living", "Residential care home", "Health setting", "Family centre or mother and baby unit", "Young offender institution", "Residential school", "Temporary placement", "Other placement"]
counted = "Children in our care at the date, by the type of the placement that they live in."
good = "Most children live in a family, with relatives where that is right."
why = "Where a child lives shapes the rest; places in homes cost many times those with carers."
decision = "Which carers and homes to find; whose placement no longer fits."
source = "DfE, Children looked after (SSDA903), type of placement (PLACE)."
caveats = "Some systems leave newer codes out of their extract: those children are shown as not known. A child on a temporary placement that day is shown there."
example = "Moved from other carers to a children's home on the date: the home counts, since the foster placement ended that day."
owner = "Head of fostering and placements"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count. DfE publishes shares by type of placement, which are not among the figures held here."
*/
select
    placed.as_at,
    placed.person_id,
    true as met,
    case placements.clap_cla_placement_type
        when 'U1' then 'Fostered by relatives or friends'
        when 'U2' then 'Fostered by relatives or friends'
        when 'U3' then 'Fostered by relatives or friends'
        when 'U4' then 'Fostered by other carers'
        when 'U5' then 'Fostered by other carers'
        when 'U6' then 'Fostered by other carers'
        when 'A3' then 'Placed for adoption'
        when 'A4' then 'Placed for adoption'
        when 'A5' then 'Placed for adoption'
        when 'A6' then 'Placed for adoption'
        when 'P1' then 'With parents'
        when 'K2' then 'Children''s home'
        when 'K1' then 'Secure children''s home'
        when 'K3' then 'Supported accommodation'
        when 'H5' then 'Supported accommodation'
        when 'P2' then 'Independent living'
        when 'R1' then 'Residential care home'
        when 'R2' then 'Health setting'
        when 'R3' then 'Family centre or mother and baby unit'
        when 'R5' then 'Young offender institution'
        when 'S1' then 'Residential school'
        when 'T0' then 'Temporary placement'
        when 'T1' then 'Temporary placement'
        when 'T2' then 'Temporary placement'
        when 'T3' then 'Temporary placement'
        when 'T4' then 'Temporary placement'
        when 'P3' then 'Other placement'
        when 'Z1' then 'Other placement'
        when 'Z11' then 'Other placement'
        when 'Z12' then 'Other placement'
        when 'Z13' then 'Other placement'
        when 'Z14' then 'Other placement'
    end as kind
from placed
left join ssd_cla_placement as placements
    on placements.clap_cla_placement_id = placed.placement_id
