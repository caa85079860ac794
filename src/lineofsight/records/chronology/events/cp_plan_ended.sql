/*
event = "cp_plan_ended"
title = "End of child protection plan"
group = "Child protection"
source = "ssd_cp_plans"
order = 821
about = "The day on which a child protection plan ends, and its latest category of abuse."
*/
select
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_end_date as on_day,
    concat_ws(
        '; ',
        'Latest category: ' || coalesce(latests.label, plans.cppl_cp_plan_latest_category),
        case when plans.cppl_cp_plan_ola then 'Plan of another authority' end
    ) as what,
    plans.cppl_cp_plan_id as record,
    plans.file_row
from ssd_cp_plans as plans
left join code_labels as latests
    on latests.column_name = 'cppl_cp_plan_latest_category' and latests.code = plans.cppl_cp_plan_latest_category
