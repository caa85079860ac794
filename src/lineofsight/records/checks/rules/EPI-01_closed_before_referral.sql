/*
code = "EPI-01"
title = "Closed before the referral"
sentence = "The case was closed before it was referred. It counts on no day, so the child is missing from the open cases of its time."
mend = "Correct the date of the referral or of the closing."
severity = "error"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_close_date", "ssd_cin_episodes.cine_referral_date"]
could = ["join"]
distorts = ["1.1", "1.2", "3.1", "3.2", "3.3", "open_elsewhere"]
source = "Dates in order"
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    episodes.cine_close_date as value,
    episodes.cine_close_date as from_on
from ssd_cin_episodes as episodes
where episodes.cine_close_date < episodes.cine_referral_date
