/*
ref = "2.8"
title = "% of contacts that became referrals decided within one working day"
report = "monthly"
section = "Front door"
group = "Front door"
order = 218
one_row_for = "contact"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "Decided within $within_working_days working day of receipt; the day of receipt is day 0."
out_of = "Contacts received in the window that became referrals, each from the day of its decision, or from the second working day after receipt if none is recorded."
good = "Whoever refers a child hears within one working day what will be done."
why = "Working Together sets one working day for a decision on a referral: 2.1 asks it of every contact, this of those it was made for."
decision = "Whether the front door is quick with the children who need it most, not only with those who don't."
source = "Working Together 2023: within one working day of a referral a social worker decides on the next steps"
caveats = "An outcome is read from flags that are true in JSON, or from a list with commas between. The contact stands for the referral: its receipt starts the clock. A decision before the receipt counts as in time and is a recording fault."
example = "Received on Friday, decided on Monday: one working day, in time. On Tuesday: not met."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_working_days = 1

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts, nor when a referral was decided."
*/
select
    contact_outcomes.event_date,
    least(coalesce(decisions.cond_decision_date, late.first_day), late.first_day) as counts_from,
    contact_outcomes.person_id,
    contact_outcomes.contact_id as event_id,
    coalesce(decisions.cond_decision_date <= in_time.last_day, false) as met,
    contact_outcomes.event_date as clock_start,
    in_time.last_day as due_on,
    decisions.cond_decision_date as done_on
from contact_outcomes
join calendar as received on received.day = contact_outcomes.event_date
join working_days as in_time on in_time.number = received.working_days + $within_working_days
join working_days as late on late.number = received.working_days + $within_working_days + 1
left join los_contact_decisions as decisions
    on decisions.cond_contact_id = contact_outcomes.contact_id
where contact_outcomes.outcomes like '%,NEWREFERRAL,%'
