/*
ref = "LOCAL.1"
title = "% of children on a child protection plan seen alone in the past four weeks"
group = "Visits"
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "Seen alone on a visit in the past $within_days days."
out_of = "Children on a child protection plan."
good = "Every child has had a chance to speak without the family in the room."
why = "What a child says alone is often what matters."
decision = "Whom to see alone this week."
source = "Local practice standard"
owner = "Head of family support"
caveats = "Very young children are counted too."
example = "Seen alone on 4 March: on 31 March that is day 28, in."
authored_by = {author}
checked_by = "Whoever approves it"
reviewed_on = {today}
next_review = {later}
valid_from = "{month}"
settings = { within_days = 28 }
targets = [{ minimum = 80, upper = 90 }]
*/
select
    plans.as_at,
    plans.person_id,
    coalesce(max(visits.cppv_cp_visit_date) > plans.as_at - $within_days, false) as met
from on_child_protection_plan as plans
left join ssd_cp_visits as visits
    on visits.cppv_person_id = plans.person_id
    and visits.cppv_cp_visit_date <= plans.as_at
    and visits.cppv_cp_visit_seen_alone
group by plans.as_at, plans.person_id
