/*
ref = "10.1"
title = "Children per full-time worker"
report = "monthly"
section = "Workforce"
group = "Workforce"
order = 1010
one_row_for = "child"
unit = "mean"
measured_in = "children"
scale = 100
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children with an allocated worker at the date."
out_of = "The full-time equivalents of the workers who have children allocated."
good = "Few enough that a worker knows each child: what that is depends on the work, so agree it for each kind of team."
why = "Everything else in this report is done by somebody, and caseloads are what they leave for."
decision = "Where the next worker goes, and which team takes no new cases for a while."
source = "DfE, Children's social work workforce: cases per full-time equivalent of those who hold cases"
caveats = "A child counts once whatever the work is. A worker whose full-time equivalent is not recorded is left out with their children. Workers without children don't count: it is the load of those who carry it. By a group of children it is the mean load of those children's workers."
example = "Two full-time workers with 18 and 12 children and one of half time with 10: 40 children by 2.5 is 16."
owner = "Principal social worker"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "Average caseload"
unit = "mean"
comparable = "partly"
why = "DfE counts on 30 September of the year that is named, the cases of registered child and family social workers as councils return them; here it is each allocated child, of whoever is allocated."
*/
select
    as_at,
    person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    case when full_time is not null then 100 end as amount,
    share as out_of
from caseloads
