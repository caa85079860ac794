/*
ref = "8.5"
title = "Children in pre-proceedings"
report = "monthly"
section = "Legal"
group = "Legal"
order = 850
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children for whom a letter before proceedings was sent, and whose pre-proceedings have neither ended nor led to court."
good = "Neither high nor low is good: families who can change have a last chance, with a lawyer beside them."
why = "It is the last step before court, and says how many cases may follow."
decision = "Lawyers and assessments that are needed; which cases the panel should see."
source = "Public Law Outline; the letter before proceedings begins the stage."
caveats = "Of children, not of families. A case that went to court without a letter is not here."
example = "Letter on 1 March, application issued on 31 March: no longer counted on 31 March."
owner = "Head of family safeguarding"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "Nobody publishes the number of children in pre-proceedings."
*/
select
    as_at,
    person_id,
    true as met,
    started_on as clock_start
from in_pre_proceedings
