/*
event = "cin_plan"
title = "Child in need plan"
group = "Child in need"
lane = "Child in need plan"
source = "ssd_cin_plans"
order = 230
ends = "cinp_cin_plan_end_date"
about = "A child in need plan, from its start to its end."
*/
select
    plans.cinp_person_id as person_id,
    plans.cinp_cin_plan_start_date as on_day,
    plans.cinp_cin_plan_end_date as until_day,
    true as lasts,
    plans.cinp_cin_plan_id as record,
    plans.cinp_cin_plan_worker_id as worker,
    plans.cinp_cin_plan_team as team,
    plans.file_row
from ssd_cin_plans as plans
