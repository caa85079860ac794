/*
code = "CON-03"
title = "The same contact twice"
sentence = "Two contacts about the child came on the same day from the same source. If they are one contact it counts twice."
mend = "Remove the one that was entered again."
severity = "warning"
table = "ssd_contacts"
columns = ["ssd_contacts.cont_contact_id"]
could = ["leave"]
distorts = ["2.1"]
source = "Local"
*/
select twice.file_row, twice.person_id, twice.record, twice.day as value, twice.day as from_on
from (
    select
        contacts.file_row,
        contacts.cont_person_id as person_id,
        contacts.cont_contact_id as record,
        cast(contacts.cont_contact_date as date) as day,
        row_number() over (
            partition by
                contacts.cont_person_id,
                cast(contacts.cont_contact_date as date),
                contacts.cont_contact_source_code
            order by contacts.cont_contact_id
        ) as place
    from ssd_contacts as contacts
    where contacts.cont_person_id is not null
        and contacts.cont_contact_date is not null
        and contacts.cont_contact_source_code is not null
) as twice
where twice.place > 1
