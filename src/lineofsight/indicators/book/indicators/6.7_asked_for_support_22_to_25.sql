/*
ref = "6.7"
title = "Number of care leavers aged 22 to 25 who asked for support"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 670
one_row_for = "young person"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Young people aged 22 to 25 whose open status says that they asked for support."
good = "Those who need us know that they may ask, and do."
why = "The duty lasts until 25 for whoever asks: a small number can mean that nobody told them."
decision = "How many advisers the offer to older care leavers needs."
source = "Children and Social Work Act 2017, section 3"
caveats = "Only those who asked are here, not all who could. The duty ends on the 25th birthday: a council that counts to that day sets the oldest age of the cohort to 24."
example = "Aged 25 on the date and asked at 24: counts. The day of the 26th birthday: no longer."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count: how many ask depends on how many young people left care, and on how they were told."
*/
select
    as_at,
    person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from care_leavers_22_to_25
