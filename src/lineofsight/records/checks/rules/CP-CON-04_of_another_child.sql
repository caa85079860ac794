/*
code = "CP-CON-04"
title = "Conference and plan of two children"
sentence = "The plan names a conference that was about another child: often a brother or sister. Its reviews are counted from that child's conference."
mend = "Link the plan to the child's own conference."
severity = "error"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_icpc_id", "ssd_initial_cp_conference.icpc_person_id"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "A record and the record that it belongs to are about one child"
*/
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_icpc_id as value,
    plans.cppl_cp_plan_start_date as from_on,
    plans.cppl_cp_plan_end_date as to_on
from ssd_cp_plans as plans
join ssd_initial_cp_conference as conferences
    on conferences.icpc_icpc_id = plans.cppl_icpc_id
    and conferences.icpc_person_id <> plans.cppl_person_id
