/*
breakdown = "locality"
title = "Locality"
order = 8
per = "child and day"
figures = true
members = "The council's own localities, by the postcode of the address on the day"
source = "SSD ssd_address and the council's own table of localities: the longest start that fits the postcode counts"
valid_from = "2019-04"
*/
with places as (
    select postcode, locality
    from (
        select
            postcodes.postcode,
            localities.loca_locality as locality,
            row_number() over (
                partition by postcodes.postcode
                order by length(replace(localities.loca_postcode_start, ' ', '')) desc, localities.loca_row_id
            ) as place
        from (
            select distinct upper(replace(addr_address_postcode, ' ', '')) as postcode
            from ssd_address
            where addr_address_postcode is not null
        ) as postcodes
        join los_localities as localities
            on starts_with(postcodes.postcode, upper(replace(localities.loca_postcode_start, ' ', '')))
    ) as fitting
    where place = 1
),
addresses as (
    select
        addr_person_id as person_id,
        addr_address_start_date as started_on,
        coalesce(addr_address_end_date, date '9999-12-31') as ended_on,
        upper(replace(addr_address_postcode, ' ', '')) as postcode,
        row_number() over (order by addr_address_start_date, addr_table_id) as place
    from ssd_address
),
homes as (
    select person_days.person_id, person_days.day, max(addresses.place) as place
    from person_days
    join addresses
        on addresses.person_id = person_days.person_id
        and addresses.started_on <= person_days.day
        and addresses.ended_on > person_days.day
    group by person_days.person_id, person_days.day
)
select homes.person_id, homes.day, places.locality as member
from homes
join addresses on addresses.place = homes.place
join places on places.postcode = addresses.postcode
