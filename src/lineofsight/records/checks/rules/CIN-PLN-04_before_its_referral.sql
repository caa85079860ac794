/*
code = "CIN-PLN-04"
title = "Child in need plan begun before its referral"
sentence = "The plan began before the referral that it belongs to. The referral is likely the wrong one, or its date."
mend = "Link the plan to the right referral, or correct the date."
severity = "warning"
table = "ssd_cin_plans"
columns = ["ssd_cin_plans.cinp_referral_id", "ssd_cin_plans.cinp_cin_plan_start_date", "ssd_cin_episodes.cine_referral_date"]
could = ["better", "worse"]
distorts = ["3.2", "1.1"]
source = "Dates in order"
*/
select
    plans.file_row,
    plans.cinp_person_id as person_id,
    plans.cinp_cin_plan_id as record,
    plans.cinp_cin_plan_start_date as value,
    plans.cinp_cin_plan_start_date as from_on,
    episodes.cine_referral_date as to_on
from ssd_cin_plans as plans
join ssd_cin_episodes as episodes
    on episodes.cine_referral_id = plans.cinp_referral_id
    and plans.cinp_cin_plan_start_date < episodes.cine_referral_date
