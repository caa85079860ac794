/*
ref = "5.11"
title = "% of CLA with visits in last 6 weeks"
group = "Visits"
section = "Children in our care"
order = 360
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "The child was seen on a visit in the past $within_days days, the date itself being day 1."
out_of = "Children in our care."
good = "Every child in our care is seen at least every six weeks."
why = "We are their parents: we have to know how they are."
decision = "Whom to visit this week."
source = "Care Planning Regulations 2010, regulation 28, made flat: harder than the law for settled children, softer in the first week of a placement."
caveats = "The regulations give a shorter or longer interval by placement; this is one interval for all."
example = "On 31 March a visit on 18 February is day 42 and in; one on 17 February is day 43 and out."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_days = 42

[[targets]]
from = "2019-04"
minimum = 90
upper = 95

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect visits."
*/
select
    looked_after.as_at,
    looked_after.person_id,
    coalesce(max(visits.clav_cla_visit_date) > looked_after.as_at - $within_days, false) as met,
    coalesce(max(visits.clav_cla_visit_date), looked_after.entered_on) as clock_start,
    coalesce(max(visits.clav_cla_visit_date), looked_after.entered_on) + ($within_days - 1) as due_on,
    max(visits.clav_cla_visit_date) as done_on
from looked_after
left join ssd_cla_visits as visits
    on visits.clav_person_id = looked_after.person_id
    and visits.clav_cla_visit_date <= looked_after.as_at
    and visits.clav_cla_visit_seen
group by looked_after.as_at, looked_after.person_id, looked_after.entered_on
