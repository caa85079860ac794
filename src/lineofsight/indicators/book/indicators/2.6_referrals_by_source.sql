/*
ref = "2.6"
title = "Referrals, by source"
report = "monthly"
section = "Front door"
group = "Front door"
order = 215
one_row_for = "referral"
unit = "count"
kinds = "Source"
kinds_in_order = ["Police", "Schools", "Education services", "Health services", "Local authority services", "Housing", "Other legal agency", "Individuals", "Anonymous", "Other"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Referrals received in the window, by who referred. Several of one child on one day count as one."
good = "Neither high nor low is good: compare the rate with similar councils."
why = "How much work comes in, and from whom."
decision = "How many assessments to expect, and with which agency to talk about what it refers."
source = "DfE, Children in need census: a referral asks for a service for a child whose case is not open; sources grouped as DfE groups them"
caveats = "Referrals that ended with no further action count, as DfE counts them. A second referral of an open case should not be recorded; where it is, it counts."
example = "Two referrals of a child on the same day, from the school and from the police: one referral."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_cin_episodes.cine_referral_source_code", "ssd_cin_episodes.cine_referral_source_desc"]

[[benchmarks]]
comparable = "no"
why = "A count: councils of different size can be compared only by rates, see 2.6r."
*/
with referrals as (
    select
        cine_referral_id as referral_id,
        cine_person_id as person_id,
        cine_referral_date as referred_on,
        coalesce(
            case
                when cine_referral_source_code in ('1A', '1B', '1C', '1D') then 'Individuals'
                when cine_referral_source_code = '2A' then 'Schools'
                when cine_referral_source_code = '2B' then 'Education services'
                when cine_referral_source_code in ('3A', '3B', '3C', '3D', '3E', '3F') then 'Health services'
                when cine_referral_source_code = '4' then 'Housing'
                when cine_referral_source_code in ('5A', '5B', '5C', '5D') then 'Local authority services'
                when cine_referral_source_code = '6' then 'Police'
                when cine_referral_source_code = '7' then 'Other legal agency'
                when cine_referral_source_code = '8' then 'Other'
                when cine_referral_source_code = '9' then 'Anonymous'
            end,
            case
                when lower(trim(cine_referral_source_desc)) like 'individual%' then 'Individuals'
                when lower(trim(cine_referral_source_desc)) like 'school%' then 'Schools'
                when lower(trim(cine_referral_source_desc)) like 'education%' then 'Education services'
                when lower(trim(cine_referral_source_desc)) like 'health%' then 'Health services'
                when lower(trim(cine_referral_source_desc)) like 'housing%' then 'Housing'
                when lower(trim(cine_referral_source_desc)) like 'la %' then 'Local authority services'
                when lower(trim(cine_referral_source_desc)) like 'local authority%' then 'Local authority services'
                when lower(trim(cine_referral_source_desc)) like 'police%' then 'Police'
                when lower(trim(cine_referral_source_desc)) like 'other legal%' then 'Other legal agency'
                when lower(trim(cine_referral_source_desc)) = 'other' then 'Other'
                when lower(trim(cine_referral_source_desc)) like 'anonymous%' then 'Anonymous'
            end
        ) as source,
        row_number() over (partition by cine_person_id, cine_referral_date order by cine_referral_id) as place
    from ssd_cin_episodes
    where cine_referral_date is not null
)
select
    referred_on as event_date,
    person_id,
    referral_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    source as kind
from referrals
where place = 1
