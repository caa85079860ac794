/*
ref = "1.2"
title = "Number of CIN (exc. LAC, CP, care leavers)"
group = "Cohorts"
section = "Children we work with"
order = 120
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children in need at the date."
good = "Neither high nor low is good: a sudden move needs a reason."
why = "How many families the service works with by agreement."
decision = "How many workers the family support teams need."
source = "Local rule of the highlight report"
caveats = "Not DfE's children in need, which counts everyone from referral: never show England's rate beside it."
example = "A child assessed as in need with no plan yet counts; a child still in assessment does not."
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
from children_in_need
