/*
code = "CP-PLN-12"
title = "Plan begun before its referral"
sentence = "The plan began before the referral that it belongs to. The referral is likely the wrong one, or its date."
mend = "Link the plan to the right referral, or correct the date."
severity = "warning"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_referral_id", "ssd_cp_plans.cppl_cp_plan_start_date", "ssd_cin_episodes.cine_referral_date"]
could = ["better", "worse"]
distorts = ["1.1", "4.7.2", "4.8"]
source = "Dates in order"
*/
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_cp_plan_start_date as value,
    plans.cppl_cp_plan_start_date as from_on,
    episodes.cine_referral_date as to_on
from ssd_cp_plans as plans
join ssd_cin_episodes as episodes
    on episodes.cine_referral_id = plans.cppl_referral_id
    and plans.cppl_cp_plan_start_date < episodes.cine_referral_date
