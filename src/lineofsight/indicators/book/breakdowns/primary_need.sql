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
select person_id, day, need as member
from (
    select
        person_days.person_id,
        person_days.day,
        episodes.cine_cin_primary_need_code as need,
        row_number() over (
            partition by person_days.person_id, person_days.day
            order by episodes.cine_referral_date desc, episodes.cine_referral_id desc
        ) as place
    from person_days
    join ssd_cin_episodes as episodes
        on episodes.cine_person_id = person_days.person_id
        and episodes.cine_referral_date <= person_days.day
        and coalesce(episodes.cine_close_date, date '9999-12-31') > person_days.day
    where not coalesce(episodes.cine_referral_nfa, false)
) as open_referrals
where place = 1
