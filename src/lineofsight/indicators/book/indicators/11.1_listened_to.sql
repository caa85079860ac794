/*
ref = "11.1"
title = "% of children and families who say that they were listened to"
report = "monthly"
section = "Experience"
group = "Experience"
order = 1110
one_row_for = "answer"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
kinds = "Who said it"
kinds_in_order = ["Child", "Young person", "Parent", "Carer"]
counted = "Answered yes to: I was listened to."
out_of = "Feedback received in the window that answers that question."
good = "Nearly all, children no less than adults."
why = "A visit in time in which nobody listened is in time in every other figure of this report."
decision = "Which teams and meetings to change, and whom to ask how."
source = "The council's own feedback from children, parents and carers"
caveats = "Who answers is not who was asked: those who answer may be the most and the least content. An answer left blank is in neither number. Few answers: read what they say before the percentage."
example = "Nine yes, one no and two blank: nine of ten."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "No council publishes what families say by one question."
*/
select
    feed_received_date as event_date,
    cast(null as date) as counts_from,
    feed_person_id as person_id,
    feed_feedback_id as event_id,
    feed_listened as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    feed_received_date as done_on,
    feed_from as kind
from los_feedback
where feed_received_date is not null
    and feed_listened is not null
