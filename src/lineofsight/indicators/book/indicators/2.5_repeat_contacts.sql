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
reads_if_there = ["ssd_contacts.cont_contact_outcome_json"]

[settings]
within_months = 12
with_open_cases = "yes"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts."
*/
with told as (
    select
        cont_contact_id,
        cont_person_id,
        cast(cont_contact_date as date) as received_on,
        concat(
            ',',
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
                left(
                    upper(cont_contact_outcome_json),
                    strpos(concat(upper(cont_contact_outcome_json), 'COMMENTS'), 'COMMENTS') - 1
                ), ' ', ''), '"', ''), '_', ''), 'FLAG', '')
                , '{', ','), '}', ','), '[', ','), ']', ',')
                , ':YES', ''), ':TRUE', ''), ':Y', ''), ':1', ''), 'NOFURTHERACTION', 'NFA'),
            ','
        ) as outcomes
    from ssd_contacts
    where cont_contact_date is not null
),
counted as (
    select cont_contact_id, cont_person_id, received_on
    from told
    where $with_open_cases = 'yes' or coalesce(outcomes, '') not like '%,EXISTINGREFERRAL,%'
),
days as (
    select
        cont_person_id,
        received_on,
        lag(received_on) over (partition by cont_person_id order by received_on) as one_before
    from (
        select distinct cont_person_id, received_on
        from counted
    ) as different_days
)
select
    counted.received_on as event_date,
    counted.cont_person_id as person_id,
    counted.cont_contact_id as event_id,
    coalesce(days.one_before >= counted.received_on - interval '$within_months' month, false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from counted
join days
    on days.cont_person_id = counted.cont_person_id
    and days.received_on = counted.received_on
