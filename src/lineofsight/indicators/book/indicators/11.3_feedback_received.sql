/*
ref = "11.3"
title = "Feedback received, by whom"
report = "monthly"
section = "Experience"
group = "Experience"
order = 1130
one_row_for = "answer"
unit = "count"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
kinds = "Who gave it"
kinds_in_order = ["Child", "Young person", "Parent", "Carer"]
counted = "Feedback received in the window."
good = "Enough from everybody, and from children most, that 11.1 and 11.2 can be believed."
why = "What children say reaches a report only if somebody asks them and writes it down."
decision = "Whom to ask more, and by which way they answer best."
source = "The council's own feedback from children, parents and carers"
caveats = "Says how much was asked as much as how much was said. Feedback without a date is not counted."
example = "A form from a parent and one from her child count two, one of each."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count of what this council asks."
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
    feed_from as kind
from los_feedback
where feed_received_date is not null
