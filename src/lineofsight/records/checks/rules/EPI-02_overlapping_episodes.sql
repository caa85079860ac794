/*
code = "EPI-02"
title = "Two episodes of need at once"
sentence = "The child was referred again while an earlier episode was still open. The earliest open referral is what eight weeks of oversight and the child's time as a child in need are counted from."
mend = "Join the second referral to the open episode, or close the first one on the day on which it ended."
severity = "warning"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_referral_date", "ssd_cin_episodes.cine_close_date"]
could = ["better", "worse", "join", "leave"]
distorts = ["1.1", "1.2", "3.1", "3.3"]
source = "Children in need census 8815, 8820: episodes must not overlap"
*/
select
    lapping.file_row,
    lapping.person_id,
    lapping.record,
    lapping.began as value,
    lapping.began as from_on,
    lapping.ended as to_on
from (
    select
        episodes.file_row,
        episodes.cine_person_id as person_id,
        episodes.cine_referral_id as record,
        episodes.cine_referral_date as began,
        episodes.cine_close_date as ended,
        max(coalesce(episodes.cine_close_date, date '9999-12-31')) over (
            partition by episodes.cine_person_id
            order by episodes.cine_referral_date, episodes.cine_referral_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended
    from ssd_cin_episodes as episodes
    where not coalesce(episodes.cine_referral_nfa, false)
        and episodes.cine_person_id is not null
        and coalesce(episodes.cine_close_date, date '9999-12-31') > episodes.cine_referral_date
) as lapping
where lapping.earlier_ended > lapping.began
