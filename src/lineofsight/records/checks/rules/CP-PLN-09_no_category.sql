/*
code = "CP-PLN-09"
title = "Plan without a category of abuse"
sentence = "What the child is at risk of is not recorded on the plan. The census refuses the plan."
mend = "Record the category that the conference decided on."
severity = "note"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_cp_plan_latest_category", "ssd_cp_plans.cppl_cp_plan_initial_category"]
could = []
distorts = []
source = "Children in need census: InitialCategoryOfAbuse, LatestCategoryOfAbuse"
needs_values = ["ssd_cp_plans.cppl_cp_plan_latest_category"]
reads_if_there = ["ssd_cp_plans.cppl_cp_plan_initial_category"]
*/
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record
from ssd_cp_plans as plans
join extract on coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on - interval '12' month
where plans.cppl_cp_plan_latest_category is null and plans.cppl_cp_plan_initial_category is null
