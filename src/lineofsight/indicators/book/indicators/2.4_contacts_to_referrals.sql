/*
ref = "2.4"
title = "% of contacts that became referrals"
report = "monthly"
section = "Front door"
group = "Front door"
order = 213
one_row_for = "contact"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The outcome of the contact is a new referral."
out_of = "Contacts received in the window; with those about open cases: $with_open_cases."
good = "Steady, and in line with the threshold that partners have agreed."
why = "A low share says that much reaches the front door that doesn't belong there; a high one, that only the gravest is told."
decision = "Whether to work with partners on thresholds, or to look again at what was turned away."
source = "SSD ssd_contacts, flags of the outcome"
caveats = "An outcome is read from flags that are true in JSON, or from a list with commas between. A contact without an outcome is counted as not having become a referral. Councils that record contacts about open cases elsewhere will show a higher share."
example = "Outcome new referral: counts. Passed to an open case: does not."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
with_open_cases = "yes"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts."
*/
select
    event_date,
    person_id,
    contact_id as event_id,
    outcome_recorded and outcomes like '%,NEWREFERRAL,%' as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from contact_outcomes
where $with_open_cases = 'yes' or not about_open_case
