/*
ref = "3.3"
title = "% of CIN children visited within the past four weeks"
group = "Visits"
section = "Child in need"
order = 330
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "The child was seen on a visit in the past $within_days days, the date itself being day 1."
out_of = "Children in need."
good = "Children are seen, by somebody they know, often enough that a change is noticed."
why = "What nobody sees, nobody can help with."
decision = "Whom to visit this week."
source = "Local: there is no national interval for children in need. Four weeks is 28 days."
caveats = "A visit where the child was not seen does not count. A child new to the cohort who was not yet seen is not met: there is no grace."
example = "On 31 March a visit on 4 March is day 28 and in; one on 3 March is day 29 and out."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_days = 28

[[targets]]
from = "2019-04"
minimum = 85
upper = 90

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect visits."
*/
select
    children_in_need.as_at,
    children_in_need.person_id,
    coalesce(max(visits.cinv_cin_visit_date) > children_in_need.as_at - $within_days, false) as met,
    coalesce(max(visits.cinv_cin_visit_date), children_in_need.entered_on) as clock_start,
    coalesce(max(visits.cinv_cin_visit_date), children_in_need.entered_on) + ($within_days - 1) as due_on,
    max(visits.cinv_cin_visit_date) as done_on
from children_in_need
left join ssd_cin_visits as visits
    on visits.cinv_person_id = children_in_need.person_id
    and visits.cinv_cin_visit_date <= children_in_need.as_at
    and visits.cinv_cin_visit_seen
group by children_in_need.as_at, children_in_need.person_id, children_in_need.entered_on
