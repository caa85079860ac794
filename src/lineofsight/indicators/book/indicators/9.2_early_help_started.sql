/*
ref = "9.2"
title = "Early help episodes started, by locality"
report = "monthly"
section = "Early help"
group = "Early help"
order = 920
one_row_for = "episode"
unit = "count"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
kinds = "Locality"
counted = "Early help episodes that started in the window; by the locality of the child's address on that day."
good = "Help begins early in every locality: a locality with few starts and many referrals is one to ask about."
why = "Set beside referrals by locality it says whether families meet help or thresholds first."
decision = "In which localities to offer more, and which partners to bring in."
source = "SSD ssd_early_help_episodes and ssd_address; the council's own table of localities"
caveats = "Brothers and sisters count each. A postcode that no row of the table of localities fits, and an address that isn't recorded, are not known."
example = "Moved on the day the help started: the new address counts."
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
    select episodes.earl_episode_id as episode_id, max(addresses.place) as place
    from ssd_early_help_episodes as episodes
    join addresses
        on addresses.person_id = episodes.earl_person_id
        and addresses.started_on <= episodes.earl_episode_start_date
        and addresses.ended_on > episodes.earl_episode_start_date
    group by episodes.earl_episode_id
)
select
    episodes.earl_episode_start_date as event_date,
    cast(null as date) as counts_from,
    episodes.earl_person_id as person_id,
    episodes.earl_episode_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    places.locality as kind
from ssd_early_help_episodes as episodes
left join homes on homes.episode_id = episodes.earl_episode_id
left join addresses on addresses.place = homes.place
left join places on places.postcode = addresses.postcode
where episodes.earl_episode_start_date is not null
    and episodes.earl_person_id is not null
