/*
code = "CON-04"
title = "Contact without a source"
sentence = "Nobody can say who was worried about the child: the source of the contact of the past $months months is not recorded."
mend = "Record who made the contact."
severity = "note"
table = "ssd_contacts"
columns = ["ssd_contacts.cont_contact_source_code"]
could = []
distorts = []
source = "Annex A, list 1: contact source"
reads_if_there = ["ssd_contacts.cont_contact_source_desc"]
needs_values = ["ssd_contacts.cont_contact_source_code"]

[settings]
months = 6
*/
select
    contacts.file_row,
    contacts.cont_person_id as person_id,
    contacts.cont_contact_id as record
from ssd_contacts as contacts
join extract on contacts.cont_contact_date > extract.extracted_on - interval '$months' month
where contacts.cont_contact_source_code is null and contacts.cont_contact_source_desc is null
