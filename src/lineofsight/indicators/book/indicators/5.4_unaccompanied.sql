/*
ref = "5.4"
title = "Unaccompanied children in our care"
report = "monthly"
section = "Children in our care"
group = "Children in our care"
order = 512
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children in our care at the date whose open immigration status is unaccompanied asylum-seeking child."
good = "Neither high nor low is good: each is known, placed well and has legal advice on the claim."
why = "They arrive without family, and much of the work for them differs: age, asylum, language, health."
decision = "Placements, interpreters and legal advice that are needed; grant to claim."
source = "DfE, Children looked after (SSDA903): unaccompanied asylum-seeking children."
caveats = "Read from the immigration status, not from the reason for care. A status whose start is empty is not seen."
example = "Status until 31 March, asked on 31 March: no longer counted, since what ends on the date is not open."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_immigration_status.immi_immigration_status_end_date"]

[[benchmarks]]
comparable = "no"
why = "A count. DfE publishes the number by council, which is not among the figures held here."
*/
with unaccompanied as (
    select distinct looked_after.as_at, looked_after.person_id
    from looked_after
    join ssd_immigration_status as statuses
        on statuses.immi_person_id = looked_after.person_id
        and statuses.immi_immigration_status_start_date <= looked_after.as_at
        and coalesce(statuses.immi_immigration_status_end_date, date '9999-12-31') > looked_after.as_at
    where statuses.immi_immigration_status = 'UASC'
)
select as_at, person_id, true as met
from unaccompanied
