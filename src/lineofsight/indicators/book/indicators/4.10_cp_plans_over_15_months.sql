/*
ref = "4.10"
title = "% of child protection plans open over 15 months"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 457
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The (earliest open) plan has been open for more than $over_months months."
out_of = "Children on a child protection plan."
good = "Few, and each of them looked at from outside."
why = "After the second review a plan has either worked or needs something else."
decision = "Which plans to take to a legal meeting before they reach two years."
source = "Local: the commonest early warning of 4.11"
caveats = "A plan that follows another without a gap starts anew. Those of 4.11 are in it."
example = "Started on 31 December 2021: on 31 March 2023 it has been open for exactly 15 months and is not over. Started on 30 December 2021: over."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
over_months = 15

[[benchmarks]]
comparable = "no"
why = "DfE publishes plans of 2 years and more, see 4.11."
*/
select
    as_at,
    person_id,
    entered_on < as_at - interval '$over_months' month as met,
    entered_on as clock_start,
    greatest(
        entered_on + interval '$over_months' month,
        entered_on + interval '1' day + interval '$over_months' month - interval '1' day
    ) as due_on,
    cast(null as date) as done_on
from on_child_protection_plan
