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
out_of = "Contacts received in the window; with those about open cases: $with_open_cases."
good = "What worried somebody the first time was dealt with, so that nobody needs to ring again."
why = "Many contacts about one child, each too small to act on, are how a child is lost from sight."
decision = "Which children to look at as a whole, contacts and all."
source = "Local: there is no national measure of repeat contacts"
caveats = "Contacts of the same day count as one matter. With contacts about open cases most are repeats: without them the figure says more of the front door. The first year of an extract sees too few earlier contacts."
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
with_open_cases = "yes"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts."
*/
with counted as (
    select contact_id, person_id, event_date
    from contacts_received
    where $with_open_cases = 'yes' or not about_open_case
),
days as (
    select
        person_id,
        event_date,
        lag(event_date) over (partition by person_id order by event_date) as one_before
    from (
        select distinct person_id, event_date
        from counted
    ) as different_days
)
select
    counted.event_date,
    counted.person_id,
    counted.contact_id as event_id,
    coalesce(days.one_before >= counted.event_date - interval '$within_months' month, false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from counted
join days
    on days.person_id = counted.person_id
    and days.event_date = counted.event_date
