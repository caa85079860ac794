/*
code = "CP-PLN-01"
title = "Plan ended before it began"
sentence = "The child protection plan ended before it began. It counts on no day: the child is missing from the figures of its time, and may stand among children in need instead."
mend = "Correct the date that is wrong."
severity = "error"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_cp_plan_end_date", "ssd_cp_plans.cppl_cp_plan_start_date"]
could = ["join", "leave"]
distorts = ["1.3", "4.7.2", "4.8", "1.2", "3.1", "3.3"]
source = "Dates in order"
*/
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_cp_plan_end_date as value,
    plans.cppl_cp_plan_end_date as from_on
from ssd_cp_plans as plans
where plans.cppl_cp_plan_end_date < plans.cppl_cp_plan_start_date
