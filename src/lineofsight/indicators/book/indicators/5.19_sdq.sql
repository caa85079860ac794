/*
ref = "5.19"
title = "% of children in our care aged 5 to 16 with a strengths and difficulties score in 12 months"
report = "monthly"
section = "Health of children in our care"
group = "Health of children in our care"
order = 557
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "A questionnaire with a score was completed in the past $within_months months."
out_of = "Children in our care for 12 months, aged 5 to 16 at the date."
good = "We ask about every child's feelings and behaviour each year, and act on the answer."
why = "Half of the children in care have difficulties that a short questionnaire shows."
decision = "Which carers to send it to."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): strengths and difficulties questionnaire of children aged 5 to 16."
caveats = "Councils ask from 4 on; DfE reports from 5. The ages stand in the cohort sdq_latest. A refusal is not a score."
example = "On 31 March 2023 one completed on 1 April 2022 is in; one of 31 March 2022 is out."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_months = 12

[[benchmarks]]
measure = "CLA 12m+ aged 5-16 SDQ received"
unit = "percent"
comparable = "yes"
why = "The same question of the same children, on 31 March; other months look back 12 months from their end. DfE rounds to whole per cent."
*/
select
    as_at,
    person_id,
    coalesce(completed_on > as_at - interval '$within_months' month, false) as met,
    coalesce(completed_on, entered_on) as clock_start,
    greatest(
        coalesce(completed_on, entered_on) + interval '$within_months' month - interval '1' day,
        coalesce(completed_on, entered_on) - interval '1' day + interval '$within_months' month
    ) as due_on,
    completed_on as done_on
from sdq_latest
