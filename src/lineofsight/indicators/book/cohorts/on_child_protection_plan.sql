/*
cohort = "on_child_protection_plan"
title = "Children on a child protection plan"
who = "Children with a child protection plan of this authority that is open. Where two are open, the one that started first stands for the child."
source = "DfE, Children in need census; temporary plans of other authorities' children are left out"
valid_from = "2019-04"
reads_if_there = ["ssd_cp_plans.cppl_cp_plan_id"]
*/
select as_at, person_id, cp_plan_id, entered_on
from (
    select
        as_at.as_at,
        plans.cppl_person_id as person_id,
        plans.cppl_cp_plan_id as cp_plan_id,
        plans.cppl_cp_plan_start_date as entered_on,
        row_number() over (
            partition by as_at.as_at, plans.cppl_person_id
            order by plans.cppl_cp_plan_start_date, plans.cppl_cp_plan_id
        ) as place
    from ssd_cp_plans as plans
    join as_at
        on plans.cppl_cp_plan_start_date <= as_at.as_at
        and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > as_at.as_at
    where not coalesce(plans.cppl_cp_plan_ola, false)
        and plans.cppl_person_id is not null
) as open_plans
where place = 1
