/*
code = "CP-VIS-04"
title = "Visit outside the plan that it names"
sentence = "The visit is dated before the plan that it belongs to began, or after it ended. Its date, or the plan's, is likely wrong."
mend = "Correct the date, or link the visit to the right plan."
severity = "warning"
table = "ssd_cp_visits"
columns = ["ssd_cp_visits.cppv_cp_visit_date", "ssd_cp_visits.cppv_cp_plan_id", "ssd_cp_plans.cppl_cp_plan_start_date", "ssd_cp_plans.cppl_cp_plan_end_date"]
could = ["better", "worse"]
distorts = ["4.7.2"]
source = "Dates in order"
*/
select
    visits.file_row,
    visits.cppv_person_id as person_id,
    visits.cppv_cp_visit_id as record,
    visits.cppv_cp_visit_date as value,
    visits.cppv_cp_visit_date as from_on
from ssd_cp_visits as visits
join ssd_cp_plans as plans on plans.cppl_cp_plan_id = visits.cppv_cp_plan_id
where visits.cppv_cp_visit_date < plans.cppl_cp_plan_start_date
    or visits.cppv_cp_visit_date > plans.cppl_cp_plan_end_date
