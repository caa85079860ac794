/*
ref = "1.3"
title = "Number of children subject to CPP"
group = "Cohorts"
section = "Children we work with"
order = 130
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children with a child protection plan open at the date, unborn children included."
good = "Neither high nor low is good: compare the rate with similar councils."
why = "How many children are judged to be at risk of significant harm."
decision = "Whether thresholds hold: too many and too few are both a risk."
source = "DfE, Children in need census; other authorities' temporary plans are left out"
caveats = "A child with two open plans counts once."
example = "A plan that starts on 31 March counts on 31 March; one that ends on 31 March does not."
owner = "Director of Supporting Families"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count: councils of different size can be compared only by rates."
*/
select
    as_at,
    person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from on_child_protection_plan
