/*
cohort = "contact_outcomes"
title = "Contacts and what came of them"
who = "The contacts of contacts_received, each with whether an outcome is recorded; only of an extract that holds outcomes."
source = "SSD ssd_contacts, flags of the outcome"
valid_from = "2019-04"
grain = "event"
*/
select
    contacts_received.event_date,
    contacts_received.person_id,
    contacts_received.contact_id,
    contacts_received.outcomes,
    contacts_received.about_open_case,
    contacts.cont_contact_outcome_json is not null as outcome_recorded
from contacts_received
join ssd_contacts as contacts on contacts.cont_contact_id = contacts_received.contact_id
