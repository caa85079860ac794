/*
ref = "4.11"
title = "% of child protection plans open for 2 years or more"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 458
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The (earliest open) plan has been open for $at_least_months months or more."
out_of = "Children on a child protection plan."
good = "None without a reason that a senior manager knows."
why = "A child who isn't safe after two years of a plan needs another one."
decision = "Which plans a senior manager looks at this month."
source = "DfE, Children in need: plans at 31 March that have been open for 2 years or more"
caveats = "A plan that follows another without a gap starts anew. One child of a few changes the figure by a lot."
example = "Started on 31 March 2021: on 31 March 2023 it counts. Started on 1 April 2021: it does not."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
at_least_months = 24

[[benchmarks]]
measure = "CP plans 2+ years at 31 March"
unit = "percent"
comparable = "yes"
why = "The same rule, at 31 March; other months are compared with the last 31 March."
*/
select
    as_at,
    person_id,
    entered_on <= as_at - interval '$at_least_months' month as met,
    entered_on as clock_start,
    greatest(
        entered_on + interval '$at_least_months' month - interval '1' day,
        entered_on - interval '1' day + interval '$at_least_months' month
    ) as due_on,
    cast(null as date) as done_on
from on_child_protection_plan
