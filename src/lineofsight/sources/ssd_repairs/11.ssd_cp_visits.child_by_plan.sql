/*
title = "whose visit it is, by the plan"
kind = "fills"
table = "ssd_cp_visits"
column = "cppv_person_id"
needs = ["ssd_cp_visits.cppv_cp_plan_id", "ssd_cp_plans.cppl_cp_plan_id", "ssd_cp_plans.cppl_person_id"]
why = "Mosaic's visits name the plan and no child. A visit on a day without a plan names neither, and stays nobody's."
source = "data-to-insight/ssd-data-model, Mosaic populate_ssd_data_warehouse.sql, ##ssd_cp_visits"
*/
select visits.file_row, plans.cppl_person_id as value
from ssd_cp_visits as visits
join read_ssd_cp_plans as plans on plans.cppl_cp_plan_id = visits.cppv_cp_plan_id
