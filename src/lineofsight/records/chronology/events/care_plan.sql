/*
event = "care_plan"
title = "Care plan"
group = "In our care"
source = "ssd_cla_care_plan"
order = 403
ends = "lacp_cla_care_plan_end_date"
about = "A care plan, from when to when: what it plans for the child. Plans may run side by side."
*/
select
    plans.lacp_person_id as person_id,
    plans.lacp_cla_care_plan_start_date as on_day,
    plans.lacp_cla_care_plan_end_date as until_day,
    true as lasts,
    outcomes.outcome as what,
    plans.lacp_table_id as record,
    plans.file_row
from ssd_cla_care_plan as plans
left join outcomes on outcomes.written = plans.lacp_cla_care_plan_json
