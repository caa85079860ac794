/*
ref = "10.3"
title = "% children in our care with $workers or more allocated workers in 12 months"
report = "monthly"
section = "Workforce"
group = "Workforce"
order = 1030
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "$workers or more different workers were allocated to the child in the past 12 months."
out_of = "Children in our care at the date."
good = "A child keeps the worker who knows them."
why = "It is what children in care complain of first: to tell it all again to somebody new."
decision = "Which children must not change worker again this year."
source = "DfE, Stability measures for children looked after: number of social workers in the year"
caveats = "The duty worker of the first days counts like any other. A worker who comes back counts once. Handed on within a day counts not at all."
example = "A worker whose last day was 31 March 2022 is outside the twelve months to 31 March 2023; one whose last day was 1 April 2022 is inside."
owner = "Principal social worker"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
allocated_role = "CW"
workers = 3

[[benchmarks]]
measure = "CLA with 3+ social workers in year"
unit = "percent"
comparable = "partly"
why = "DfE published it once, for the year to 31 March 2024, as statistics in development, and counts social workers while in care; here workers before care in the year count too."
*/
select
    looked_after.as_at,
    looked_after.person_id,
    count(distinct involvements.invo_professional_id) >= $workers as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from looked_after
left join ssd_involvements as involvements
    on involvements.invo_person_id = looked_after.person_id
    and involvements.invo_professional_role_id = $allocated_role
    and involvements.invo_involvement_start_date <= looked_after.as_at
    and coalesce(involvements.invo_involvement_end_date, date '9999-12-31')
        > looked_after.as_at - interval '12' month + interval '1' day
    and coalesce(involvements.invo_involvement_end_date, date '9999-12-31')
        > involvements.invo_involvement_start_date
group by looked_after.as_at, looked_after.person_id
