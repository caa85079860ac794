/*
code = "CP-CON-03"
title = "Plan agreed, and no plan recorded"
sentence = "The conference decided that the child needs a child protection plan, and no plan is recorded. The child is missing from every figure about plans, and perhaps from everybody's list."
mend = "Record the plan, or correct the outcome of the conference."
severity = "error"
table = "ssd_initial_cp_conference"
columns = ["ssd_cp_plans.cppl_cp_plan_start_date", "ssd_initial_cp_conference.icpc_icpc_outcome_cp_flag"]
could = ["join"]
distorts = ["1.3", "4.7.2", "4.8", "1.2"]
source = "Children in need census: a plan follows a conference that decides on one"
needs_all = ["ssd_cp_plans"]
*/
with plans as (
    select distinct cppl_person_id as person_id, cppl_cp_plan_start_date as began
    from ssd_cp_plans
),
followed as (
    select distinct conferences.icpc_icpc_id as conference_id
    from ssd_initial_cp_conference as conferences
    join plans
        on plans.person_id = conferences.icpc_person_id
        and plans.began >= conferences.icpc_icpc_date - 7
        and plans.began <= conferences.icpc_icpc_date + 31
)
select
    conferences.file_row,
    conferences.icpc_person_id as person_id,
    conferences.icpc_icpc_id as record,
    conferences.icpc_icpc_date as value,
    conferences.icpc_icpc_date as from_on
from ssd_initial_cp_conference as conferences
left join followed on followed.conference_id = conferences.icpc_icpc_id
where conferences.icpc_icpc_outcome_cp_flag
    and conferences.icpc_icpc_date is not null
    and followed.conference_id is null
