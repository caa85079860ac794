/*
ref = "5.19a"
title = "Mean strengths and difficulties score of children in our care"
report = "monthly"
section = "Health of children in our care"
group = "Health of children in our care"
order = 558
one_row_for = "child"
unit = "mean"
measured_in = "points of 40"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The scores of the latest questionnaires, added up."
out_of = "The children of 5.19 with a score in the past $within_months months."
good = "Low is good: 0 to 13 is usual, 14 to 16 borderline, 17 and over a cause for concern."
why = "It tells how the children as a whole are, from those who live with them."
decision = "How much help with mental health to agree with the health service."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): strengths and difficulties questionnaire of children aged 5 to 16, average score."
caveats = "Who is asked changes the mean: read it beside 5.19. Carers fill it in, and a change of carer can change the score without a change in the child."
example = "Scores of 10 and 21: mean 15.5."
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
measure = "CLA 12m+ SDQ average score"
unit = "mean"
comparable = "yes"
why = "The same children and scores, on 31 March."
*/
select
    as_at,
    person_id,
    true as met,
    completed_on as done_on,
    cast(score as bigint) as amount
from sdq_latest
where completed_on > as_at - interval '$within_months' month
