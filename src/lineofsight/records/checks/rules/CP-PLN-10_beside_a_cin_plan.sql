/*
code = "CP-PLN-10"
title = "Child protection plan and child in need plan at once"
sentence = "The child is on a child protection plan and a child in need plan is open too. One replaces the other: a plan was not ended, and the child may stand in the wrong cohort."
mend = "End the child in need plan on the day on which the child protection plan began, or end the child protection plan."
severity = "warning"
table = "ssd_cp_plans"
columns = ["ssd_cin_plans.cinp_cin_plan_end_date", "ssd_cp_plans.cppl_cp_plan_end_date"]
could = ["join", "leave"]
distorts = ["1.2", "1.3", "3.1", "3.2", "3.3", "4.7.2", "4.8"]
source = "Children in need census 4001, 4016, 4017"
*/
with cin_plans as (
    select plans.cinp_person_id as person_id, min(plans.cinp_cin_plan_start_date) as began
    from ssd_cin_plans as plans
    join extract
        on plans.cinp_cin_plan_start_date <= extract.extracted_on
        and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > extract.extracted_on
    group by plans.cinp_person_id
)
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    cin_plans.began as value,
    greatest(plans.cppl_cp_plan_start_date, cin_plans.began) as from_on
from ssd_cp_plans as plans
join extract
    on plans.cppl_cp_plan_start_date <= extract.extracted_on
    and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on
join cin_plans on cin_plans.person_id = plans.cppl_person_id
