/*
event = "referral"
title = "Referral"
group = "Front door"
lane = "Open case"
source = "ssd_cin_episodes"
order = 120
ends = "cine_close_date"
about = "A referral: from whom, for what need and with what outcome. It lasts until the case is closed; one that ended with no further action and has no closing date is a day."
*/
select
    referrals.cine_person_id as person_id,
    referrals.cine_referral_date as on_day,
    referrals.cine_close_date as until_day,
    referrals.cine_close_date is not null or not coalesce(referrals.cine_referral_nfa, false) as lasts,
    concat_ws(
        '; ',
        'From: ' || coalesce(sources.label, referrals.cine_referral_source_desc, referrals.cine_referral_source_code),
        'Need: ' || coalesce(needs.label, referrals.cine_cin_primary_need_code),
        'Outcome: ' || case when referrals.cine_referral_nfa then 'No further action' else outcomes.outcome end
    ) as what,
    referrals.cine_referral_id as record,
    referrals.cine_referral_worker_id as worker,
    referrals.cine_referral_team as team,
    referrals.file_row
from ssd_cin_episodes as referrals
left join code_labels as sources
    on sources.column_name = 'cine_referral_source_code' and sources.code = referrals.cine_referral_source_code
left join code_labels as needs
    on needs.column_name = 'cine_cin_primary_need_code' and needs.code = referrals.cine_cin_primary_need_code
left join outcomes on outcomes.written = referrals.cine_referral_outcome_json
