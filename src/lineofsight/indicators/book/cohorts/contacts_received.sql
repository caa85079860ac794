/*
cohort = "contacts_received"
title = "Contacts received"
who = "A row for each contact whose day of receipt is known. Its outcomes are read from flags that are true in JSON, or from a list with commas between; what stands after the word comments is left out. A contact passed to an existing referral is about an open case."
source = "SSD ssd_contacts, flags of the outcome"
valid_from = "2019-04"
grain = "event"
reads_if_there = ["ssd_contacts.cont_contact_outcome_json"]
*/
with told as (
    select
        cont_contact_id as contact_id,
        cont_person_id as person_id,
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
)
select
    received_on as event_date,
    person_id,
    contact_id,
    outcomes,
    coalesce(outcomes, '') like '%,EXISTINGREFERRAL,%' as about_open_case
from told
