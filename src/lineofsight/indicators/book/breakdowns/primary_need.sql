/*
breakdown = "primary_need"
title = "Primary need"
order = 7
per = "child and day"
figures = true
members = "N0 to N9: the need recorded for the latest referral open on the day"
source = "SSD cine_cin_primary_need_code"
valid_from = "2019-04"
*/
with ranked as (
    select
        cine_person_id as person_id,
        cine_referral_date as referred_on,
        coalesce(cine_close_date, date '9999-12-31') as closed_on,
        cine_cin_primary_need_code as need,
        row_number() over (order by cine_referral_date, cine_referral_id) as place
    from ssd_cin_episodes
    where not coalesce(cine_referral_nfa, false)
),
latest as (
    select person_days.person_id, person_days.day, max(ranked.place) as place
    from person_days
    join ranked
        on ranked.person_id = person_days.person_id
        and ranked.referred_on <= person_days.day
        and ranked.closed_on > person_days.day
    group by person_days.person_id, person_days.day
)
select latest.person_id, latest.day, ranked.need as member
from latest
join ranked on ranked.place = latest.place
