/*
code = "EPI-10"
title = "Referred long before the birth"
sentence = "The referral is dated more than $days days before the child was born, before anybody could know of the child. The date of birth or of the referral is wrong, or the referral was about a brother or sister."
mend = "Correct the date that is wrong, or move the referral to the right child."
severity = "warning"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_referral_date", "ssd_person.pers_dob"]
could = ["better", "worse", "leave"]
distorts = ["1.1", "1.2", "2.10a"]
source = "Local: a referral about an unborn child is possible from the beginning of the pregnancy"

[settings]
days = 280
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    episodes.cine_referral_date as value,
    episodes.cine_referral_date as from_on,
    episodes.cine_close_date as to_on
from ssd_cin_episodes as episodes
join ssd_person as people
    on people.pers_person_id = episodes.cine_person_id
    and episodes.cine_referral_date < coalesce(people.pers_dob, people.pers_expected_dob) - $days
