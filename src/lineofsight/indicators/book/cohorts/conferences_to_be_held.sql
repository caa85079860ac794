/*
cohort = "conferences_to_be_held"
title = "Initial conferences that are to be held"
who = "A row for each section 47 enquiry of the past $look_back_months months that decided on an initial conference, where none of the child was held since and the child is on no plan. Due on working day $within_working_days after the strategy discussion."
source = "Working Together 2023: within 15 working days of the strategy discussion"
valid_from = "2019-04"

[settings]
within_working_days = 15
look_back_months = 6
*/
with decided as (
    select
        as_at.as_at,
        enquiries.person_id,
        enquiries.enquiry_id,
        enquiries.event_date as discussed_on
    from as_at
    join enquiries_by_outcome as enquiries
        on enquiries.event_date <= as_at.as_at
        and enquiries.event_date > as_at.as_at - interval '$look_back_months' month
    -- without the outcomes no enquiry would be listed, as if none waited: then this can't be told
    join ssd_s47_enquiry as told
        on told.s47e_s47_enquiry_id = enquiries.enquiry_id
        and told.s47e_s47_outcome_json is not null
    where enquiries.outcome = 'Initial conference'
),
waiting as (
    select decided.as_at, decided.person_id, decided.enquiry_id, decided.discussed_on
    from decided
    left join ssd_initial_cp_conference as conferences
        on conferences.icpc_person_id = decided.person_id
        and conferences.icpc_icpc_date >= decided.discussed_on
        and conferences.icpc_icpc_date <= decided.as_at
    left join on_child_protection_plan as plans
        on plans.as_at = decided.as_at
        and plans.person_id = decided.person_id
    group by decided.as_at, decided.person_id, decided.enquiry_id, decided.discussed_on
    having count(conferences.icpc_icpc_date) = 0 and count(plans.person_id) = 0
)
select
    waiting.as_at,
    waiting.person_id,
    waiting.enquiry_id as event_id,
    waiting.discussed_on as clock_start,
    in_time.last_day as due_on
from waiting
left join calendar on calendar.day = waiting.discussed_on
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
