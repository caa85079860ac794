/*
code = "REF-05"
title = "Plan of a conference that isn't there"
sentence = "The plan names a conference that is not in the extract. The first review is due three months after it: the start of the plan stands in."
mend = "Link the plan to its conference, or include older conferences in the extract."
severity = "warning"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_icpc_id", "ssd_initial_cp_conference.icpc_icpc_id"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "SSD: references are not enforced in the suppliers' extracts"
needs_all = ["ssd_initial_cp_conference"]
*/
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_icpc_id as value,
    plans.cppl_cp_plan_start_date as from_on,
    plans.cppl_cp_plan_end_date as to_on
from ssd_cp_plans as plans
left join ssd_initial_cp_conference as conferences on conferences.icpc_icpc_id = plans.cppl_icpc_id
where plans.cppl_icpc_id is not null and conferences.icpc_icpc_id is null
