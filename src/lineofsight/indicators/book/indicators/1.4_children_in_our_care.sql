/*
ref = "1.4"
title = "Number of LAC"
group = "Cohorts"
section = "Children we work with"
order = 140
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children looked after at the date."
good = "Neither high nor low is good: compare the rate with similar councils."
why = "How many children the council is a parent to."
decision = "Placements, social workers and reviewing officers that are needed."
source = "DfE, Children looked after (SSDA903): without children under an agreed series of short-term placements"
caveats = "Legal status is read by dates from its own table: a gap there can hide a short break."
example = "On her 18th birthday a young person no longer counts."
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
from looked_after
