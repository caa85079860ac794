with plans as (
    select *, row_number() over (partition by child_unique_id, plan_start_date order by file_row) as nth
    from list_7_child_protection
    where child_unique_id is not null
),
conferences as (
    select distinct child_unique_id, conference_date from list_5_section_47
)
select
    concat(
        plans.child_unique_id, '-', coalesce(cast(plans.plan_start_date as varchar), 'undated'),
        case when plans.nth > 1 then concat('#', plans.nth) else '' end
    ) as cppl_cp_plan_id,
    case
        when conferences.child_unique_id is not null
            then concat(plans.child_unique_id, '-', cast(plans.plan_start_date as varchar))
    end as cppl_icpc_id,
    plans.child_unique_id as cppl_person_id,
    plans.plan_start_date as cppl_cp_plan_start_date,
    plans.plan_end_date as cppl_cp_plan_end_date,
    plans.initial_category as cppl_cp_plan_initial_category,
    plans.latest_category as cppl_cp_plan_latest_category,
    plans.file,
    plans.file_row
from plans
left join conferences
    on conferences.child_unique_id = plans.child_unique_id and conferences.conference_date = plans.plan_start_date
