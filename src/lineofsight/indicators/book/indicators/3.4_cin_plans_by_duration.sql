/*
ref = "3.4"
title = "Children in need with a plan open, by how long it has been open"
report = "monthly"
section = "Child in need"
group = "Child in need"
order = 334
one_row_for = "child"
unit = "count"
kinds = "Open for"
kinds_in_order = ["3 months or less", "Over 3 to 6 months", "Over 6 months, under 1 year", "1 year, under 2 years", "2 years and over"]
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children in need with a plan open at the date, by the time since the (earliest open) plan started."
good = "Plans help and end: most within a year."
why = "Who has been helped for long, and is anything changing."
decision = "Which children to take to a panel that looks for drift."
source = "The numerator of 3.1; the bands are those in which DfE publishes how long plans and episodes last"
caveats = "A plan that was closed and opened again starts anew. Disabled children may rightly have a plan for years."
example = "Started on 31 December: on 31 March 3 months or less. Started on 30 December: over 3 months."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count; DfE's rate of child in need plans stands beside 1.2r."
*/
select
    as_at,
    person_id,
    true as met,
    entered_on as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    case
        when entered_on >= as_at - interval '3' month then '3 months or less'
        when entered_on >= as_at - interval '6' month then 'Over 3 to 6 months'
        when entered_on > as_at - interval '12' month then 'Over 6 months, under 1 year'
        when entered_on > as_at - interval '24' month then '1 year, under 2 years'
        when entered_on <= as_at - interval '24' month then '2 years and over'
    end as kind
from cin_plans_open
