/*
code = "EPI-05"
title = "Closed without a reason"
sentence = "The case was closed in the past year and nobody can say why: no reason is recorded. The census refuses the episode."
mend = "Record the reason for closing."
severity = "note"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_close_reason"]
could = []
distorts = []
source = "Children in need census: ReasonForClosure"
needs_values = ["ssd_cin_episodes.cine_close_reason"]
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    episodes.cine_close_date as value
from ssd_cin_episodes as episodes
join extract on episodes.cine_close_date > extract.extracted_on - interval '12' month
where episodes.cine_close_reason is null and not coalesce(episodes.cine_referral_nfa, false)
