/*
ref = "9.7"
title = "% children whose early help has been open for $months months or more"
report = "monthly"
section = "Early help"
group = "Early help"
order = 970
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The earliest of the child's open episodes started $months months or more before the date."
out_of = "Children with an early help episode open at the date."
good = "Few, and each known to somebody who has asked why."
why = "Help that does not end has often not helped, or hides a child who needs more."
decision = "Which families to review with social care."
source = "Local: there is no national limit"
caveats = "Some help is meant to last, for a child's disability for instance."
example = "Started on 31 March 2022: on 31 March 2023 that is twelve months, and counts; 1 April 2022 doesn't yet."
owner = "Head of early help"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
months = 12

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect early help."
*/
select
    as_at,
    person_id,
    entered_on <= as_at - interval '$months' month as met,
    entered_on as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from early_help
