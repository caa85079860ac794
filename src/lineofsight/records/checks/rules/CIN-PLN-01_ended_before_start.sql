/*
code = "CIN-PLN-01"
title = "Child in need plan ended before it began"
sentence = "The child in need plan ended before it began. It counts on no day: the child is shown as without a plan."
mend = "Correct the date that is wrong."
severity = "error"
table = "ssd_cin_plans"
columns = ["ssd_cin_plans.cinp_cin_plan_end_date", "ssd_cin_plans.cinp_cin_plan_start_date"]
could = ["better", "join"]
distorts = ["1.2", "3.1", "3.2"]
source = "Dates in order"
*/
select
    plans.file_row,
    plans.cinp_person_id as person_id,
    plans.cinp_cin_plan_id as record,
    plans.cinp_cin_plan_end_date as value,
    plans.cinp_cin_plan_end_date as from_on
from ssd_cin_plans as plans
where plans.cinp_cin_plan_end_date < plans.cinp_cin_plan_start_date
