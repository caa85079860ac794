/*
ref = "2.1"
title = "% of contacts completed within 1 day"
group = "Front door / assessment"
section = "Front door"
order = 210
one_row_for = "contact"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
rating = "minimum_and_upper"
counted = "Decided within $within_working_days working day of receipt; the day of receipt is day 0."
out_of = "Contacts received in the window, each from the day of its decision, or from the second working day after receipt if it is still undecided."
good = "Whoever worries about a child hears by the end of the next working day what happens next."
why = "A contact that waits is a child that nobody has looked at."
decision = "Staffing of the front door; which contacts are waiting now."
source = "Working Together sets one working day for referrals; applying it to contacts is local."
caveats = "Per child: a contact about three brothers counts three times. A decision before the receipt counts as in time and is a recording fault."
example = "Received on Maundy Thursday, decided on the Tuesday after Easter: one working day, in time."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_working_days = 1

[[targets]]
from = "2019-04"
minimum = 90
upper = 95

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts."
*/
select
    cast(contacts.cont_contact_date as date) as event_date,
    least(
        coalesce(decisions.cond_decision_date, late.first_day),
        late.first_day
    ) as counts_from,
    contacts.cont_person_id as person_id,
    contacts.cont_contact_id as event_id,
    coalesce(decisions.cond_decision_date <= in_time.last_day, false) as met,
    cast(contacts.cont_contact_date as date) as clock_start,
    in_time.last_day as due_on,
    decisions.cond_decision_date as done_on
from ssd_contacts as contacts
join calendar as received on received.day = cast(contacts.cont_contact_date as date)
join working_days as in_time on in_time.number = received.working_days + $within_working_days
join working_days as late on late.number = received.working_days + $within_working_days + 1
left join los_contact_decisions as decisions
    on decisions.cond_contact_id = contacts.cont_contact_id
