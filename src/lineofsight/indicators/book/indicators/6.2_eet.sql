/*
ref = "6.2"
title = "% care leavers EET"
group = "Care leavers"
section = "Care leavers"
order = 620
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "In education, employment or training: activity F1, P1, F2, P2, F4, P4, F5 or P5."
out_of = "Care leavers, those whose activity is not known included."
good = "Care leavers have work, learn, or train for it, as others of their age do."
why = "It is what they tell us they want, and what makes leaving care last."
decision = "Whom to offer an apprenticeship, a course, support."
source = "SSDA903 activity codes; the ages and the date are the highlight report's"
caveats = "Illness, disability and parenting count as not in education, employment or training. Not known counts as not."
example = "P2 (part-time education) counts, G6 (parenting) does not."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[[targets]]
from = "2019-04"
minimum = 65
upper = 75

[[benchmarks]]
measure = "Care leavers 17 to 18 years EET"
unit = "percent"
comparable = "partly"
why = "DfE takes each young person's activity around the birthday, in two age groups; here it is the activity on the day, of all from 17 to 21."

[[benchmarks]]
measure = "Care leavers 19 to 21 years EET"
unit = "percent"
comparable = "partly"
why = "DfE takes each young person's activity around the birthday, in two age groups; here it is the activity on the day, of all from 17 to 21."
*/
select
    care_leavers.as_at,
    care_leavers.person_id,
    coalesce(statuses.cles_activity in ('F1', 'P1', 'F2', 'P2', 'F4', 'P4', 'F5', 'P5'), false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from care_leavers
join los_care_leaver_statuses as statuses
    on statuses.cles_status_id = care_leavers.status_id
    and statuses.cles_person_id = care_leavers.person_id
