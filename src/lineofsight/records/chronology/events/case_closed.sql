/*
event = "case_closed"
title = "Case closed"
group = "Front door"
source = "ssd_cin_episodes"
order = 900
about = "The day on which the episode of need that began with a referral was closed, and why."
*/
select
    referrals.cine_person_id as person_id,
    referrals.cine_close_date as on_day,
    'Reason: ' || coalesce(reasons.label, referrals.cine_close_reason) as what,
    referrals.cine_referral_id as record,
    referrals.file_row
from ssd_cin_episodes as referrals
left join code_labels as reasons
    on reasons.column_name = 'cine_close_reason' and reasons.code = referrals.cine_close_reason
