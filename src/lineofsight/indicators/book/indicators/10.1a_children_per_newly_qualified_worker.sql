/*
ref = "10.1a"
title = "Children per full-time newly qualified worker"
report = "monthly"
section = "Workforce"
group = "Workforce"
order = 1011
one_row_for = "child"
unit = "mean"
measured_in = "children"
scale = 100
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children whose allocated worker is newly qualified."
out_of = "The full-time equivalents of those workers."
good = "Clearly lower than 10.1: the first year is for learning."
why = "A first year with a full load is the surest way to lose a worker, and to miss something in a child's life."
decision = "Whose cases to move before the next review of their first year."
source = "Assessed and supported year in employment: a reduced load in the first year"
caveats = "Who is newly qualified is read from the job title, as it is now: the settings newly_qualified and first_year say how it is written (small letters, % for any text). For past months it is today's title."
example = "'Social Worker (ASYE)' and 'Newly Qualified Social Worker' count; 'Social Worker' doesn't."
owner = "Principal social worker"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
newly_qualified = "%newly qualified%"
first_year = "%asye%"

[[benchmarks]]
comparable = "no"
why = "DfE publishes one average for all social workers, not one for the newly qualified."
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
where job_title like $newly_qualified
    or job_title like $first_year
