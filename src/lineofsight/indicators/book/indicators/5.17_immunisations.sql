/*
ref = "5.17"
title = "% of children in our care for 12 months whose immunisations are up to date"
report = "monthly"
section = "Health of children in our care"
group = "Health of children in our care"
order = 551
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
reads_if_there = ["ssd_cla_immunisations.clai_immunisations_status_date"]
counted = "The record says that immunisations are up to date."
out_of = "Children in our care who have been so on every day of the past 12 months. A child whose status was written down after the date is left out: what it said before is not kept."
good = "Every child has what other children of the age have."
why = "Immunisations are missed when a child moves, and caught up only if somebody asks."
decision = "Whose immunisations to arrange with the school nurse or doctor."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): immunisations up to date."
caveats = "The record holds one status for each child, the latest. For earlier months fewer and fewer children are left, so read the trend only over the months for which the number of children is near that of 5.16. No status is not up to date."
example = "Status yes of 10 March, asked on 31 March: met. Asked on 28 February: the child is not in the figure."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "CLA 12m+ immunisations up to date"
unit = "percent"
comparable = "yes"
why = "The same question of the same children, on 31 March; DfE takes what the council returned for each child. DfE rounds to whole per cent."
*/
select
    in_care.as_at,
    in_care.person_id,
    coalesce(immunisations.clai_immunisations_status, false) as met
from looked_after_12_months as in_care
left join ssd_cla_immunisations as immunisations
    on immunisations.clai_person_id = in_care.person_id
where coalesce(immunisations.clai_immunisations_status_date, in_care.as_at) <= in_care.as_at
