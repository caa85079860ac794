/*
ref = "6.3"
title = "% care leavers in suitable accommodation"
group = "Care leavers"
section = "Care leavers"
order = 630
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "Accommodation is recorded as suitable."
out_of = "Care leavers, those whose accommodation is not known included."
good = "Every care leaver has a home that is safe, secure and affordable."
why = "Without a home nothing else holds."
decision = "Whom to help to move."
source = "SSDA903 suitability of accommodation; the ages and the date are the highlight report's"
caveats = "Suitability is a judgement of the worker. Not known counts as not."
example = "Recorded as 1, Y or Suitable: counts."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[[targets]]
from = "2019-04"
minimum = 85
upper = 90

[[benchmarks]]
measure = "Care leavers 17 to 18 years suitable accommodation"
unit = "percent"
comparable = "partly"
why = "DfE takes each young person's home around the birthday, in two age groups; here it is the home on the day, of all from 17 to 21."

[[benchmarks]]
measure = "Care leavers 19 to 21 years suitable accommodation"
unit = "percent"
comparable = "partly"
why = "DfE takes each young person's home around the birthday, in two age groups; here it is the home on the day, of all from 17 to 21."
*/
select
    care_leavers.as_at,
    care_leavers.person_id,
    coalesce(statuses.cles_accom_suitable = '1', false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from care_leavers
join los_care_leaver_statuses as statuses
    on statuses.cles_status_id = care_leavers.status_id
    and statuses.cles_person_id = care_leavers.person_id
