/*
code = "EPI-03"
title = "No further action, but still open"
sentence = "The referral ended with no further action and has no closing date more than $days days later. Either it should be closed, or the child is worked with and missing from the open cases."
mend = "Close the episode, or take the flag away."
severity = "warning"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_close_date", "ssd_cin_episodes.cine_referral_nfa"]
could = ["join"]
distorts = ["1.1", "1.2", "open_elsewhere"]
source = "Children in need census 8569Q"

[settings]
days = 7
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    episodes.cine_referral_date as value,
    episodes.cine_referral_date as from_on
from ssd_cin_episodes as episodes
join extract on episodes.cine_referral_date < extract.extracted_on - $days
where episodes.cine_referral_nfa and episodes.cine_close_date is null
