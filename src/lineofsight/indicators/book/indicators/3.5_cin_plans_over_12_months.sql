/*
ref = "3.5"
title = "% of child in need plans open over 12 months"
report = "monthly"
section = "Child in need"
group = "Child in need"
order = 335
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The (earliest open) plan has been open for more than $over_months months."
out_of = "Children in need with a plan open: the numerator of 3.1."
good = "Few: after a year it is known whether the plan helps."
why = "A plan that goes on without change is drift, and often neglect that nobody names."
decision = "Which plans to end, to change or to take to a legal meeting."
source = "Local: there is no national limit. Twelve months is the commonest point at which a plan is looked at from outside"
caveats = "A plan that was closed and opened again starts anew. Disabled children's plans are counted: look at the breakdown by disability."
example = "Started on 31 March 2022: on 31 March 2023 it has been open for exactly 12 months and is not over. Started on 30 March 2022: over."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
over_months = 12

[[benchmarks]]
comparable = "no"
why = "DfE doesn't publish how long child in need plans have been open among the figures that are loaded here."
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
from cin_plans_open
