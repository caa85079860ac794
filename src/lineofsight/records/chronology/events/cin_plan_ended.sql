/*
event = "cin_plan_ended"
title = "End of child in need plan"
group = "Child in need"
source = "ssd_cin_plans"
order = 820
about = "The day on which a child in need plan ends."
*/
select
    plans.cinp_person_id as person_id,
    plans.cinp_cin_plan_end_date as on_day,
    plans.cinp_cin_plan_id as record,
    plans.cinp_cin_plan_worker_id as worker,
    plans.cinp_cin_plan_team as team,
    plans.file_row
from ssd_cin_plans as plans
