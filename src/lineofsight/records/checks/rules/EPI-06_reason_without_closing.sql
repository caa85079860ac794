/*
code = "EPI-06"
title = "A reason for closing, but no closing date"
sentence = "Why the case was closed is recorded, but not when. It still counts as open, and everything that is due for an open case is counted against the team."
mend = "Record the closing date, or remove the reason."
severity = "warning"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_close_date", "ssd_cin_episodes.cine_close_reason"]
could = ["leave"]
distorts = ["1.1", "1.2", "3.1", "3.2", "3.3", "open_elsewhere"]
source = "Children in need census: ReasonForClosure and CINclosureDate go together"
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    episodes.cine_close_reason as value,
    episodes.cine_referral_date as from_on
from ssd_cin_episodes as episodes
where episodes.cine_close_reason is not null and episodes.cine_close_date is null
