/*
code = "CP-PLN-04"
title = "Plan doesn't begin on the day of its conference"
sentence = "The plan begins on another day than the initial conference that decided on it. A plan begins with the conference: one of the days is wrong."
mend = "Correct the start of the plan or the day of the conference."
severity = "error"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_cp_plan_start_date", "ssd_initial_cp_conference.icpc_icpc_date"]
could = ["better", "worse", "join", "leave"]
distorts = ["1.3", "4.7.2", "4.8"]
source = "Children in need census 2885"
reads_if_there = ["ssd_initial_cp_conference.icpc_icpc_transfer_in"]
*/
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_cp_plan_start_date as value,
    least(plans.cppl_cp_plan_start_date, conferences.icpc_icpc_date) as from_on,
    plans.cppl_cp_plan_end_date as to_on
from ssd_cp_plans as plans
join ssd_initial_cp_conference as conferences
    on conferences.icpc_icpc_id = plans.cppl_icpc_id
    and conferences.icpc_icpc_date <> plans.cppl_cp_plan_start_date
where not coalesce(plans.cppl_cp_plan_ola, false)
    and not coalesce(conferences.icpc_icpc_transfer_in, false)
