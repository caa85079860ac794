/*
code = "EPI-13"
title = "Referral without a source"
sentence = "Nobody can say who referred the child: the source of the referral of the past year is not recorded. The census refuses the episode."
mend = "Record who made the referral."
severity = "note"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_referral_source_code"]
could = []
distorts = []
source = "Children in need census: ReferralSource"
needs_values = ["ssd_cin_episodes.cine_referral_source_code"]
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record
from ssd_cin_episodes as episodes
join extract on episodes.cine_referral_date > extract.extracted_on - interval '12' month
where episodes.cine_referral_source_code is null
