-- Conferences that were held: those after an enquiry here, and those of children who moved here on another authority's
-- plan. A plan begins on the day of its conference, and by that the two are put together.
with plans as (
    select child_id, start_date, min(own_id) as plan_id
    from cin_cp_plans
    group by child_id, start_date
),
conferences as (
    select
        own_id || '-conference' as conference_id,
        own_id as enquiry_id,
        within_id as episode_id,
        child_id,
        conference_target,
        conference_date,
        false as transfer_in,
        file,
        file_row
    from cin_section47
    where conference_date is not null
    union all
    select
        own_id || '-transfer-in' as conference_id,
        null as enquiry_id,
        own_id as episode_id,
        child_id,
        null as conference_target,
        transfer_in_conference_date as conference_date,
        true as transfer_in,
        file,
        file_row
    from cin_details
    where transfer_in_conference_date is not null
)
select
    conferences.conference_id as icpc_icpc_id,
    conferences.enquiry_id as icpc_s47_enquiry_id,
    conferences.child_id as icpc_person_id,
    plans.plan_id as icpc_cp_plan_id,
    conferences.episode_id as icpc_referral_id,
    conferences.transfer_in as icpc_icpc_transfer_in,
    conferences.conference_target as icpc_icpc_target_date,
    conferences.conference_date as icpc_icpc_date,
    case when plans.plan_id is not null then true end as icpc_icpc_outcome_cp_flag,
    conferences.file,
    conferences.file_row
from conferences
left join plans
    on plans.child_id = conferences.child_id and plans.start_date = conferences.conference_date
