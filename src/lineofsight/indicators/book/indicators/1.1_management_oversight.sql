/*
ref = "1.1"
title = "% cases with management oversight recorded in past 8 weeks"
group = "Management oversight"
section = "Children we work with"
order = 110
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "Any management oversight of the child dated in the past $within_days days."
out_of = "Open cases whose earliest open referral is at least $within_days days old."
good = "Every child whose case is open is talked through with a manager at least every eight weeks, and it is written down."
why = "Drift and danger are seen by a second pair of eyes, or not at all."
decision = "Which workers need supervision this week; which teams have a manager missing."
source = "Local standard: there is no statutory interval. 8 weeks is 56 days."
caveats = "Counts that oversight was recorded, not that it was any good: read it beside the audits. Oversight of a brother or sister does not count for the child."
example = "Referred 1 January, oversight on 4 February: on 31 March that is day 56, in time. Oversight on 3 February is day 57: not met."
owner = "Director of Supporting Families"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_days = 56

[[targets]]
from = "2019-04"
minimum = 90
upper = 95

[[benchmarks]]
comparable = "no"
why = "No council publishes management oversight by one rule."
*/
select
    open_cases.as_at,
    open_cases.person_id,
    coalesce(max(oversight.mano_oversight_date) > open_cases.as_at - $within_days, false) as met,
    coalesce(max(oversight.mano_oversight_date), open_cases.entered_on) as clock_start,
    coalesce(max(oversight.mano_oversight_date), open_cases.entered_on) + ($within_days - 1) as due_on,
    max(oversight.mano_oversight_date) as done_on
from open_cases
left join los_management_oversight as oversight
    on oversight.mano_person_id = open_cases.person_id
    and oversight.mano_oversight_date <= open_cases.as_at
where open_cases.entered_on <= open_cases.as_at - $within_days
group by open_cases.as_at, open_cases.person_id, open_cases.entered_on
