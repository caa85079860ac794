/*
ref = "8.6"
title = "Children in care proceedings"
report = "monthly"
section = "Legal"
group = "Legal"
order = 860
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children about whom care proceedings were issued, without a final order yet."
good = "Neither high nor low is good: court is for those who cannot be safe without it."
why = "Proceedings take much of a social worker's time, and of the council's money."
decision = "Lawyers, guardians and social work time that are needed."
source = "Children Act 1989, section 31."
caveats = "Of children, not of cases. Proceedings that were withdrawn count until a final order is recorded."
example = "Final order on 31 March: no longer counted on 31 March."
owner = "Head of family safeguarding"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "Cafcass publishes applications, not the number of children in proceedings."
*/
select
    as_at,
    person_id,
    true as met,
    started_on as clock_start
from in_care_proceedings
