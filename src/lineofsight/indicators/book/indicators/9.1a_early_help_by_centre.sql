/*
ref = "9.1a"
title = "Children with early help open, by the family centre of where they live"
report = "monthly"
section = "Early help"
group = "Early help"
order = 911
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
kinds = "Centre"
counted = "Children with an early help episode open at the date; by the centre in whose area their address lies."
good = "Every centre's families get the help that they need, not those of one or two centres."
why = "A centre is for all who live around it: this says for how many of them somebody works with the family."
decision = "Which centre to give more hours, and where to go out to families."
source = "SSD ssd_early_help_episodes and ssd_address; the council's own table of localities"
caveats = "A postcode that no row of the table of localities fits, and an address that isn't recorded, are not known. The centre need not be the one that helps: 9.1 says who leads."
example = "Of the starts ZZ1 and ZZ1 2 the second counts for ZZ1 2AB, the longer of the two."
owner = "Head of early help"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect early help."
*/
with places as (
    select postcode, centre
    from (
        select
            postcodes.postcode,
            localities.loca_centre as centre,
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
    select early_help.as_at, early_help.person_id, max(addresses.place) as place
    from early_help
    left join addresses
        on addresses.person_id = early_help.person_id
        and addresses.started_on <= early_help.as_at
        and addresses.ended_on > early_help.as_at
    group by early_help.as_at, early_help.person_id
)
select
    homes.as_at,
    homes.person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    places.centre as kind
from homes
left join addresses on addresses.place = homes.place
left join places on places.postcode = addresses.postcode
