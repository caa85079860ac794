/*
ref = "11.2"
title = "How helpful children and families found us"
report = "monthly"
section = "Experience"
group = "Experience"
order = 1120
one_row_for = "answer"
unit = "mean"
measured_in = "points of 5"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
kinds = "About"
kinds_in_order = ["Assessment", "Plan", "Review", "Visit", "Leaving care", "Early help"]
counted = "The points given, from 1 (not at all helpful) to 5 (very)."
out_of = "Feedback received in the window that gives points."
good = "Rising, and no part of the service far below the others."
why = "It says which part of what we do families would miss."
decision = "Which part of the work to ask families about next."
source = "The council's own feedback from children, parents and carers"
caveats = "Who answers is not who was asked: those who answer may be the most and the least content. A mean of 3 can be all threes, or ones and fives. Points outside 1 to 5 are left out."
example = "Points 5, 4 and 3: 4.0."
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
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    feed_received_date as done_on,
    feed_about as kind,
    cast(feed_score as bigint) as amount
from los_feedback
where feed_received_date is not null
    and feed_score between 1 and 5
