/*
ref = "allocated"
title = "Number of allocated children"
group = "Key numbers"
section = "Children we work with"
order = 10
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children with an allocated worker at the date."
good = "The same as the open cases: a difference is a child without a worker, or a worker left on a closed case."
why = "Every open case needs somebody whose child it is."
decision = "Caseloads and posts."
source = "SSD ssd_involvements"
caveats = "Depends on the role that the council records for its allocated workers."
example = "A child with two allocated workers on the day counts once."
owner = "Director of Supporting Families"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count of this council's own records."
*/
select
    as_at,
    person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from allocated
