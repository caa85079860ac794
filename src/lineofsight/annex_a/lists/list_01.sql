/*
list = 1
who = "Contacts received in the window: one row for each child and contact."
of = ["ssd_contacts.cont_person_id", "ssd_contacts.cont_contact_date"]
reads_if_there = ["ssd_contacts.cont_contact_id"]
source = "SSD ssd_contacts"
order = ["date_of_contact"]

[needs]
contact_source = ["ssd_contacts.cont_contact_source_code"]
*/
select
    contacts.cont_person_id as person_id,
    contacts.cont_contact_id as record,
    cast(contacts.cont_contact_date as date) as date_of_contact,
    contacts.cont_contact_source_code as contact_source
from ssd_contacts as contacts
cross join as_at
where contacts.cont_person_id is not null
    and cast(contacts.cont_contact_date as date) <= as_at.as_at
    and cast(contacts.cont_contact_date as date) > as_at.as_at - interval '$months' month
