/*
ref = "5.19b"
title = "% of strengths and difficulties scores that are a cause for concern"
report = "monthly"
section = "Health of children in our care"
group = "Health of children in our care"
order = 559
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The score of the latest questionnaire is $concern_from or more."
out_of = "The children of 5.19 with a score in the past $within_months months."
good = "Low is good; and each child with such a score has help."
why = "A mean hides the children who are worst off."
decision = "Who is referred to mental health services, and whether they are seen."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): strengths and difficulties questionnaire of children aged 5 to 16: 0 to 13 normal, 14 to 16 borderline, 17 to 40 a cause for concern."
caveats = "Of those with a score: children who were not asked may be those who are worst off."
example = "A score of 17 is a concern, one of 16 is borderline."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
concern_from = 17
within_months = 12

[[benchmarks]]
measure = "CLA 12m+ SDQ cause for concern (of scored)"
unit = "percent"
comparable = "yes"
why = "The same children and scores, on 31 March; DfE rounds to whole per cent."
*/
select
    as_at,
    person_id,
    score >= $concern_from as met,
    completed_on as done_on
from sdq_latest
where completed_on > as_at - interval '$within_months' month
