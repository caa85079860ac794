/*
code = "EPI-04"
title = "Referral without a primary need"
sentence = "The need for which the child was referred is not recorded. In every figure by need the child stands among those not known, and the census refuses the episode."
mend = "Record the primary need."
severity = "note"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_cin_primary_need_code"]
could = []
distorts = []
source = "Children in need census: PrimaryNeedCode; not asked of referrals with no further action"
needs_values = ["ssd_cin_episodes.cine_cin_primary_need_code"]
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    episodes.cine_referral_date as from_on,
    episodes.cine_close_date as to_on
from ssd_cin_episodes as episodes
join extract
    on coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on - interval '12' month
where coalesce(episodes.cine_cin_primary_need_code, 'N0') = 'N0'
    and not coalesce(episodes.cine_referral_nfa, false)
