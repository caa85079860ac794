/*
ref = "5.8"
title = "% of children in our care with 3 or more placements in 12 months"
report = "monthly"
section = "Placements"
group = "Placements"
order = 524
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The child has lived in $placements placements or more in the past $within_months months: the one at the beginning of them, or the first in care, and each begun since."
out_of = "Children in our care."
good = "Low is good: the first placement is the right one, and lasts."
why = "Every move costs a child people, school and trust."
decision = "Which placements to support before they break; how matching is done."
source = "DfE, Children looked after (SSDA903): three or more placements during the year. Counted are placements, not moves; not temporary placements (T0 to T4), changes of status only, or moves with the same carer."
caveats = "Three placements are two moves. Placements of an earlier period of care in the same 12 months count too. Time missing is no placement. A return to the same carers after another placement counts as a new one. Where a system sends the episodes of temporary placements without the placements, they cannot be told and count."
example = "On 31 March 2023: a placement that was running on 31 March 2022 counts; one that ended on 31 March 2022 does not."
owner = "Head of fostering and placements"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
placements = 3
within_months = 12

[[benchmarks]]
measure = "CLA with 3+ placements in year"
unit = "percent"
comparable = "yes"
why = "The same rule, of the year to 31 March; other months look back 12 months from their end. DfE rounds to whole per cent."
*/
select
    looked_after.as_at,
    looked_after.person_id,
    count(stays.moved_on) >= $placements as met
from looked_after
left join stays_with_carers as stays
    on stays.as_at = looked_after.as_at
    and stays.person_id = looked_after.person_id
    and stays.ended_on > cast(looked_after.as_at - interval '$within_months' month as date)
group by looked_after.as_at, looked_after.person_id
