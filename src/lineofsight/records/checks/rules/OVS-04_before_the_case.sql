/*
code = "OVS-04"
title = "Oversight before the case it belongs to"
sentence = "The oversight is dated before the referral that it belongs to, or more than $days days after that case was closed. Its date is likely wrong, or it is another child's."
mend = "Correct the date, or link the oversight to the right referral."
severity = "warning"
table = "los_management_oversight"
columns = ["los_management_oversight.mano_oversight_date", "los_management_oversight.mano_referral_id"]
could = ["better", "worse"]
distorts = ["1.1"]
source = "Dates in order"

[settings]
days = 31
*/
select
    oversight.file_row,
    oversight.mano_person_id as person_id,
    oversight.mano_oversight_id as record,
    oversight.mano_oversight_date as value,
    oversight.mano_oversight_date as from_on
from los_management_oversight as oversight
join ssd_cin_episodes as episodes on episodes.cine_referral_id = oversight.mano_referral_id
where oversight.mano_oversight_date < episodes.cine_referral_date
    or oversight.mano_oversight_date > episodes.cine_close_date + $days
