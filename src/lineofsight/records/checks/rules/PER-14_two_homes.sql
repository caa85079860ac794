/*
code = "PER-14"
title = "Two current home addresses"
sentence = "Two addresses of the same kind are open for the child. Somebody may call at the wrong door."
mend = "End the address where the child no longer lives."
severity = "note"
table = "ssd_address"
columns = ["ssd_address.addr_address_end_date"]
could = []
distorts = []
source = "Local"
*/
select homes.file_row, homes.person_id, homes.record, homes.addr_address_start_date as value
from (
    select
        addresses.file_row,
        addresses.addr_person_id as person_id,
        addresses.addr_table_id as record,
        addresses.addr_address_start_date,
        row_number() over (
            partition by addresses.addr_person_id, addresses.addr_address_type
            order by addresses.addr_address_start_date, addresses.addr_table_id
        ) as place
    from ssd_address as addresses
    join extract
        on addresses.addr_address_start_date <= extract.extracted_on
        and coalesce(addresses.addr_address_end_date, date '9999-12-31') > extract.extracted_on
    where addresses.addr_person_id is not null
) as homes
where homes.place > 1
