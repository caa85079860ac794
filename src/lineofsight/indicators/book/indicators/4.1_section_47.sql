/*
ref = "4.1"
title = "Section 47 enquiries started, by outcome"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 401
one_row_for = "enquiry"
unit = "count"
kinds = "Outcome"
kinds_in_order = ["Initial conference", "Legal action", "Services provided", "Monitoring", "No further action, the assessment goes on", "Other outcome", "No further action"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Enquiries whose strategy discussion was held in the window, by outcome. Of several outcomes the first of the list stands."
good = "Neither high nor low is good: compare the rate with similar councils."
why = "How often we suspect that a child suffers significant harm."
decision = "Whether thresholds for strategy discussions hold, and whether teams can carry the enquiries."
source = "DfE, Children in need census: section 47 enquiries started in the year"
caveats = "A row for each child: an enquiry about two sisters counts twice. Outcomes of running enquiries are not known. An outcome is read from flags that are true in JSON, or from a list with commas between."
example = "Strategy discussion on 31 March, enquiry ended in April: it counts in March."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count: councils of different size can be compared only by rates, see 4.1r."
*/
select
    event_date,
    person_id,
    enquiry_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    outcome as kind
from enquiries_by_outcome
