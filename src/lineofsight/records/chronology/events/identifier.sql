/*
event = "identifier"
title = "Other identifier"
group = "Identity"
source = "ssd_linked_identifiers"
order = 22
about = "Since when the child is known by another identifier, and of what kind; not the identifier itself."
*/
select
    identifiers.link_person_id as person_id,
    identifiers.link_valid_from_date as on_day,
    identifiers.link_identifier_type as what,
    identifiers.link_table_id as record,
    identifiers.file_row
from ssd_linked_identifiers as identifiers
