/*
ref = "4.3a"
title = "% of initial conferences that ended in a plan"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 406
one_row_for = "conference"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The conference decided on a child protection plan: by its flag, else by its outcome, else because a plan came of it."
out_of = "Initial conferences held in the window. With transfer-in conferences: $with_transfers_in."
good = "Most do, since a conference is called where harm is likely; all of them would mean that some are called too late."
why = "A conference is hard on a family: it should be held where a plan is likely."
decision = "Whether strategy discussions and conferences use one threshold."
source = "SSD ssd_initial_cp_conference; local use"
caveats = "A row for each child. Transfer-in conferences nearly always end in a plan, so they are left out unless the setting says otherwise."
example = "Flag no, services provided: not met. No flag, but a plan that names the conference's plan: met."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
with_transfers_in = "no"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't publish the share of conferences that ended in a plan."
*/
select
    event_date,
    person_id,
    conference_id as event_id,
    ended_in_plan as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from conference_outcomes
where $with_transfers_in = 'yes' or not transferred_in
