/*
ref = "open_elsewhere"
title = "Open cases outside the four cohorts"
group = "Key numbers"
section = "Children we work with"
order = 20
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Open cases who are in none of the four cohorts."
good = "Small and moving: nobody stays here for long without a reason."
why = "So that the cohorts add up to the open cases, and nobody is in no list."
decision = "Whether assessments, step-downs and closings are held up."
source = "Local: what is left of the open cases"
caveats = "Children in assessment are here until the assessment is authorised."
example = "A child on short breaks (V4) with an open episode of need is here."
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
from open_elsewhere
