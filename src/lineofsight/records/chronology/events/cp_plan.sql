/*
event = "cp_plan"
title = "Child protection plan"
group = "Child protection"
lane = "Child protection plan"
source = "ssd_cp_plans"
order = 240
ends = "cppl_cp_plan_end_date"
about = "A child protection plan, from its start to its end: the category of abuse at the start, and the latest where it is another."
*/
select
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_start_date as on_day,
    plans.cppl_cp_plan_end_date as until_day,
    true as lasts,
    concat_ws(
        '; ',
        'Category: ' || coalesce(firsts.label, plans.cppl_cp_plan_initial_category),
        case
            when plans.cppl_cp_plan_latest_category is distinct from plans.cppl_cp_plan_initial_category
                then 'Latest category: ' || coalesce(latests.label, plans.cppl_cp_plan_latest_category)
        end,
        case when plans.cppl_cp_plan_ola then 'Plan of another authority' end
    ) as what,
    plans.cppl_cp_plan_id as record,
    plans.file_row
from ssd_cp_plans as plans
left join code_labels as firsts
    on firsts.column_name = 'cppl_cp_plan_initial_category' and firsts.code = plans.cppl_cp_plan_initial_category
left join code_labels as latests
    on latests.column_name = 'cppl_cp_plan_latest_category' and latests.code = plans.cppl_cp_plan_latest_category
