/*
code = "CIN-PLN-06"
title = "Child in need plan begun after its case closed"
sentence = "The plan began after the case that it belongs to was closed. It is likely to belong to a later referral."
mend = "Link the plan to the right referral, or correct the closing date."
severity = "warning"
table = "ssd_cin_plans"
columns = ["ssd_cin_plans.cinp_referral_id", "ssd_cin_plans.cinp_cin_plan_start_date", "ssd_cin_episodes.cine_close_date"]
could = ["join"]
distorts = ["1.1", "1.2"]
source = "Dates in order"
*/
select
    plans.file_row,
    plans.cinp_person_id as person_id,
    plans.cinp_cin_plan_id as record,
    plans.cinp_cin_plan_start_date as value,
    episodes.cine_close_date as from_on
from ssd_cin_plans as plans
join ssd_cin_episodes as episodes
    on episodes.cine_referral_id = plans.cinp_referral_id
    and plans.cinp_cin_plan_start_date > episodes.cine_close_date
