/*
code = "CP-PLN-03"
title = "Plan without a conference"
sentence = "No initial conference is recorded for the plan. Only a conference can decide on a plan, and the first review is due three months after it: without it the start of the plan stands in."
mend = "Record the conference, or link the plan to it."
severity = "warning"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_icpc_id", "ssd_initial_cp_conference.icpc_icpc_date"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "Working Together 2023; Children in need census: DateOfInitialCPC"
needs_all = ["ssd_initial_cp_conference"]
*/
with named as (
    select distinct icpc_cp_plan_id as cp_plan_id
    from ssd_initial_cp_conference
    where icpc_cp_plan_id is not null
)
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_cp_plan_start_date as value,
    plans.cppl_cp_plan_start_date as from_on,
    plans.cppl_cp_plan_end_date as to_on
from ssd_cp_plans as plans
left join ssd_initial_cp_conference as own on own.icpc_icpc_id = plans.cppl_icpc_id
left join named on named.cp_plan_id = plans.cppl_cp_plan_id
where not coalesce(plans.cppl_cp_plan_ola, false)
    and own.icpc_icpc_id is null
    and named.cp_plan_id is null
