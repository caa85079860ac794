/*
event = "address"
title = "Address"
group = "Identity"
source = "ssd_address"
order = 20
ends = "addr_address_end_date"
about = "Where the child lived, from when to when: the kind of address and its postcode."
*/
select
    addresses.addr_person_id as person_id,
    addresses.addr_address_start_date as on_day,
    addresses.addr_address_end_date as until_day,
    true as lasts,
    concat_ws(
        '; ',
        addresses.addr_address_type,
        case
            when length(addresses.addr_address_postcode) between 5 and 7
                then concat(
                    left(addresses.addr_address_postcode, length(addresses.addr_address_postcode) - 3), ' ',
                    right(addresses.addr_address_postcode, 3)
                )
            else addresses.addr_address_postcode
        end
    ) as what,
    addresses.addr_table_id as record,
    addresses.file_row
from ssd_address as addresses
