-- A conference is put to the plan that started on its day. Two enquiries can lead to one conference: it is one row.
with enquiries as (
    select
        *,
        row_number() over (partition by child_unique_id, strategy_discussion_date order by file_row) as nth
    from list_5_section_47
    where child_unique_id is not null
),
conferences as (
    select *, row_number() over (partition by child_unique_id, conference_date order by file_row) as place
    from enquiries
    where conference_date is not null
),
plans as (
    select distinct child_unique_id, plan_start_date from list_7_child_protection
)
select
    concat(conferences.child_unique_id, '-', cast(conferences.conference_date as varchar)) as icpc_icpc_id,
    concat(
        conferences.child_unique_id, '-', coalesce(cast(conferences.strategy_discussion_date as varchar), 'undated'),
        case when conferences.nth > 1 then concat('#', conferences.nth) else '' end
    ) as icpc_s47_enquiry_id,
    conferences.child_unique_id as icpc_person_id,
    case
        when plans.child_unique_id is not null
            then concat(conferences.child_unique_id, '-', cast(conferences.conference_date as varchar))
    end as icpc_cp_plan_id,
    conferences.conference_date as icpc_icpc_date,
    case conferences.conference_led_to_plan when 'Y' then true when 'N' then false end as icpc_icpc_outcome_cp_flag,
    conferences.allocated_team as icpc_icpc_team,
    conferences.allocated_worker as icpc_icpc_worker_id,
    conferences.file,
    conferences.file_row
from conferences
left join plans
    on plans.child_unique_id = conferences.child_unique_id and plans.plan_start_date = conferences.conference_date
where conferences.place = 1
