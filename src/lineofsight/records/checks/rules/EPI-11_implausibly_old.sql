/*
code = "EPI-11"
title = "Referral of another age"
sentence = "The referral is dated more than $years years ago and still open. It is likely to be a slip of the keyboard or a date that a move of systems put in."
mend = "Correct the date of the referral."
severity = "warning"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_referral_date"]
could = ["better", "worse", "leave"]
distorts = ["1.1", "1.2"]
source = "Local: no child is open to us for longer than a childhood"

[settings]
years = 19
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    episodes.cine_referral_date as value,
    episodes.cine_referral_date as from_on
from ssd_cin_episodes as episodes
join extract
    on episodes.cine_referral_date < extract.extracted_on - interval '$years' year
    and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
where not coalesce(episodes.cine_referral_nfa, false)
