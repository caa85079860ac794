/*
code = "OVS-05"
title = "Oversight and case of two children"
sentence = "The oversight is of one child and the referral that it belongs to is of another: often a brother or sister. Oversight of one child doesn't count for the other."
mend = "Record the oversight on the child it was about."
severity = "warning"
table = "los_management_oversight"
columns = ["los_management_oversight.mano_person_id", "los_management_oversight.mano_referral_id"]
could = ["better", "worse"]
distorts = ["1.1"]
source = "A record and the record that it belongs to are about one child"
*/
select
    oversight.file_row,
    oversight.mano_person_id as person_id,
    oversight.mano_oversight_id as record,
    oversight.mano_referral_id as value,
    oversight.mano_oversight_date as from_on
from los_management_oversight as oversight
join ssd_cin_episodes as episodes
    on episodes.cine_referral_id = oversight.mano_referral_id
    and episodes.cine_person_id <> oversight.mano_person_id
