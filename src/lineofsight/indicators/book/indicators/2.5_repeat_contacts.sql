/*
ref = "2.5"
title = "% of contacts about a child with another contact in the 12 months before"
report = "monthly"
section = "Front door"
group = "Front door"
order = 214
one_row_for = "contact"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "Another contact about the same child was received on an earlier day, at most $within_months months before."
out_of = "Contacts received in the window."
good = "What worried somebody the first time was dealt with, so that nobody needs to ring again."
why = "Many contacts about one child, each too small to act on, are how a child is lost from sight."
decision = "Which children to look at as a whole, contacts and all."
source = "Local: there is no national measure of repeat contacts"
caveats = "Contacts of the same day count as one matter. Contacts about open cases count. The first year of an extract sees too few earlier contacts."
example = "Contacts on 31 March 2022 and 31 March 2023: a repeat. On 30 March 2022: more than 12 months before, none."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_months = 12

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts."
*/
with days as (
    select
        person_id,
        received_on,
        lag(received_on) over (partition by person_id order by received_on) as one_before
    from (
        select distinct cont_person_id as person_id, cast(cont_contact_date as date) as received_on
        from ssd_contacts
        where cont_contact_date is not null
    ) as different_days
)
select
    days.received_on as event_date,
    days.person_id,
    contacts.cont_contact_id as event_id,
    coalesce(days.one_before >= days.received_on - interval '$within_months' month, false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from ssd_contacts as contacts
join days
    on days.person_id = contacts.cont_person_id
    and days.received_on = cast(contacts.cont_contact_date as date)
