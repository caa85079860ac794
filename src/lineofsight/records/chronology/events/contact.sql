/*
event = "contact"
title = "Contact"
group = "Front door"
source = "ssd_contacts"
order = 100
about = "A contact that reached the authority: from whom, and what came of it."
*/
select
    contacts.cont_person_id as person_id,
    contacts.cont_contact_date as on_day,
    concat_ws(
        '; ',
        'From: ' || coalesce(sources.label, contacts.cont_contact_source_desc, contacts.cont_contact_source_code),
        'Outcome: ' || outcomes.outcome
    ) as what,
    contacts.cont_contact_id as record,
    contacts.file_row
from ssd_contacts as contacts
left join code_labels as sources
    on sources.column_name = 'cont_contact_source_code' and sources.code = contacts.cont_contact_source_code
left join outcomes on outcomes.written = contacts.cont_contact_outcome_json
