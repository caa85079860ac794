/*
ref = "6.5"
title = "% care leavers with a personal adviser"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 650
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "A personal adviser is named."
out_of = "Care leavers."
good = "All: the law gives each of them one."
why = "Without a named adviser nobody is asked what became of a young person."
decision = "To whom to give an adviser this week."
source = "Children Act 1989, sections 23B to 23D: a personal adviser for each relevant and former relevant young person"
caveats = "A name says that there is an adviser, not that the two have met: 6.6 says that."
example = "An adviser who left and was not replaced is still named until the status is updated."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect who has a personal adviser."
*/
select
    care_leavers.as_at,
    care_leavers.person_id,
    statuses.cles_personal_adviser is not null as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from care_leavers
join los_care_leaver_statuses as statuses
    on statuses.cles_status_id = care_leavers.status_id
    and statuses.cles_person_id = care_leavers.person_id
