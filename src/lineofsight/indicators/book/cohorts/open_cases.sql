/*
cohort = "open_cases"
title = "Open cases"
who = "Children with an episode of need that is open: referred on or before the date, not closed by its end, and not a referral that ended with no further action. The earliest open referral is the earliest among those."
source = "Local rule of the highlight report; SSD ssd_cin_episodes"
valid_from = "2019-04"
*/
select
    as_at.as_at,
    episodes.cine_person_id as person_id,
    min(episodes.cine_referral_date) as entered_on
from ssd_cin_episodes as episodes
join as_at
    on episodes.cine_referral_date <= as_at.as_at
    and coalesce(episodes.cine_close_date, date '9999-12-31') > as_at.as_at
where not coalesce(episodes.cine_referral_nfa, false)
    and episodes.cine_person_id is not null
group by as_at.as_at, episodes.cine_person_id
