-- Plans of this authority: the census leaves out temporary plans of children whom another is responsible for.
with conferences as (
    select child_id, conference_date, own_id || '-conference' as conference_id
    from cin_section47
    where conference_date is not null
    union all
    select child_id, transfer_in_conference_date as conference_date, own_id || '-transfer-in' as conference_id
    from cin_details
    where transfer_in_conference_date is not null
),
first_conferences as (
    select child_id, conference_date, min(conference_id) as conference_id
    from conferences
    group by child_id, conference_date
)
select
    plans.own_id as cppl_cp_plan_id,
    plans.within_id as cppl_referral_id,
    first_conferences.conference_id as cppl_icpc_id,
    plans.child_id as cppl_person_id,
    plans.start_date as cppl_cp_plan_start_date,
    plans.end_date as cppl_cp_plan_end_date,
    plans.initial_category as cppl_cp_plan_initial_category,
    plans.latest_category as cppl_cp_plan_latest_category,
    plans.file,
    plans.file_row
from cin_cp_plans as plans
left join first_conferences
    on first_conferences.child_id = plans.child_id and first_conferences.conference_date = plans.start_date
