/*
ref = "8.1"
title = "% of children in pre-proceedings for over 16 weeks"
report = "monthly"
section = "Legal"
group = "Legal"
order = 810
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The letter before proceedings was sent more than $weeks weeks before the date; week $weeks itself is not over."
out_of = "Children in pre-proceedings at the date."
good = "Low is good: families know within four months whether they go to court."
why = "Drift before court is time in which the child is not safe and the parents do not know."
decision = "Which cases to decide: step down, or go to court."
source = "Public Law Working Group, best practice guidance (2021): up to 16 weeks before court."
caveats = "Of children, not of families: three brothers count three times. The clock starts with the letter, not with the panel that decided on it. An unborn child counts once there is a record."
example = "Letter on 9 December 2022: on 31 March 2023 that is 16 weeks to the day, not over; on 8 December: over."
owner = "Head of family safeguarding"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
weeks = 16

[[benchmarks]]
comparable = "no"
why = "Nobody publishes the time spent in pre-proceedings."
*/
select
    as_at,
    person_id,
    as_at > started_on + $weeks * 7 as met,
    started_on as clock_start,
    started_on + $weeks * 7 as due_on
from in_pre_proceedings
