/*
ref = "10.2"
title = "Open cases without an allocated worker"
report = "monthly"
section = "Workforce"
group = "Workforce"
order = 1020
one_row_for = "child"
unit = "count"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Open cases with no involvement open in the role of allocated worker at the date."
good = "None, or only those that came in today."
why = "A case without a worker is a child whom nobody visits."
decision = "To allocate each of them today, the oldest first."
source = "SSD ssd_cin_episodes and ssd_involvements"
caveats = "A gap between two workers of one day at the date of the figure counts. A duty worker or a manager who holds cases counts as allocated only if recorded in that role."
example = "The worker left on 31 March and the next begins on 3 April: without a worker on 31 March."
owner = "Principal social worker"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE publishes no children without a worker, and a count can't be compared between councils."
*/
select
    open_cases.as_at,
    open_cases.person_id,
    true as met,
    open_cases.entered_on as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from open_cases
left join allocated
    on allocated.as_at = open_cases.as_at and allocated.person_id = open_cases.person_id
where allocated.person_id is null
