/*
title = "whose review it is, by the plan"
kind = "fills"
table = "ssd_cp_reviews"
column = "cppr_person_id"
needs = ["ssd_cp_reviews.cppr_cp_plan_id", "ssd_cp_plans.cppl_cp_plan_id", "ssd_cp_plans.cppl_person_id"]
why = "Mosaic's reviews name the plan and no child."
source = "data-to-insight/ssd-data-model, Mosaic populate_ssd_data_warehouse.sql, ##ssd_cp_reviews"
*/
select reviews.file_row, plans.cppl_person_id as value
from ssd_cp_reviews as reviews
join read_ssd_cp_plans as plans on plans.cppl_cp_plan_id = reviews.cppr_cp_plan_id
