/*
list = 5
who = "Section 47 enquiries that went on at any time in the window: started in it, ended in it, or still open. The conference is the first that the enquiry led to."
unclear = [
    "The numbers of enquiries and of conferences are those of the child in the $count_months months before this enquiry, this one not counted: the heading leaves it open.",
    "A conference counts as unnecessary where the enquiry has ended, led to none, and its outcome says so.",
]
of = ["ssd_s47_enquiry.s47e_person_id", "ssd_s47_enquiry.s47e_s47_start_date", "ssd_s47_enquiry.s47e_s47_end_date"]
reads_if_there = [
    "ssd_s47_enquiry.s47e_s47_enquiry_id", "ssd_s47_enquiry.s47e_s47_nfa", "ssd_initial_cp_conference.icpc_icpc_id",
    "ssd_initial_cp_conference.icpc_person_id",
]
source = "SSD ssd_s47_enquiry, ssd_initial_cp_conference"
order = ["strategy_discussion_date"]

[needs]
conference_unnecessary = ["ssd_s47_enquiry.s47e_s47_outcome_json or ssd_s47_enquiry.s47e_s47_nfa", "ssd_initial_cp_conference.icpc_icpc_date"]
conference_date = ["ssd_initial_cp_conference.icpc_icpc_date", "ssd_initial_cp_conference.icpc_s47_enquiry_id"]
conference_led_to_plan = ["ssd_initial_cp_conference.icpc_icpc_outcome_cp_flag", "ssd_initial_cp_conference.icpc_s47_enquiry_id"]
enquiries_in_12_months = ["ssd_s47_enquiry.s47e_s47_start_date"]
conferences_in_12_months = ["ssd_initial_cp_conference.icpc_icpc_date", "ssd_initial_cp_conference.icpc_person_id"]
allocated_team = ["ssd_s47_enquiry.s47e_s47_completed_by_team"]
allocated_worker = ["ssd_s47_enquiry.s47e_s47_completed_by_worker_id"]

[looks_back]
enquiries_in_12_months = 18
conferences_in_12_months = 18

[settings]
count_months = 12
*/
with enquiries as (
    select enquiries.*, as_at.as_at
    from ssd_s47_enquiry as enquiries
    cross join as_at
    where enquiries.s47e_person_id is not null
        and enquiries.s47e_s47_start_date <= as_at.as_at
        and coalesce(enquiries.s47e_s47_end_date > as_at.as_at - interval '$months' month, true)
),
conferences as (
    select
        conferences.icpc_s47_enquiry_id as enquiry_id,
        conferences.icpc_person_id as person_id,
        min(conferences.icpc_icpc_date) as held_on,
        arg_min(conferences.icpc_icpc_outcome_cp_flag, conferences.icpc_icpc_date) as led_to_plan
    from ssd_initial_cp_conference as conferences
    cross join as_at
    where conferences.icpc_s47_enquiry_id is not null
        and conferences.icpc_icpc_date <= as_at.as_at
    group by conferences.icpc_s47_enquiry_id, conferences.icpc_person_id
),
enquiries_before as (
    select
        enquiries.s47e_person_id as person_id,
        enquiries.s47e_s47_start_date as started_on,
        count(distinct earlier.s47e_s47_enquiry_id) as enquiries
    from enquiries
    join ssd_s47_enquiry as earlier
        on earlier.s47e_person_id = enquiries.s47e_person_id
        and earlier.s47e_s47_start_date < enquiries.s47e_s47_start_date
        and earlier.s47e_s47_start_date >= enquiries.s47e_s47_start_date - interval '$count_months' month
    group by enquiries.s47e_person_id, enquiries.s47e_s47_start_date
),
conferences_before as (
    select
        enquiries.s47e_person_id as person_id,
        enquiries.s47e_s47_start_date as started_on,
        count(distinct earlier.icpc_icpc_id) as conferences
    from enquiries
    join ssd_initial_cp_conference as earlier
        on earlier.icpc_person_id = enquiries.s47e_person_id
        and earlier.icpc_icpc_date < enquiries.s47e_s47_start_date
        and earlier.icpc_icpc_date >= enquiries.s47e_s47_start_date - interval '$count_months' month
    group by enquiries.s47e_person_id, enquiries.s47e_s47_start_date
)
select
    enquiries.s47e_person_id as person_id,
    enquiries.s47e_s47_enquiry_id as record,
    enquiries.s47e_s47_start_date as strategy_discussion_date,
    case
        when conferences.held_on is not null then 'N'
        when coalesce(enquiries.s47e_s47_end_date, date '9999-12-31') > enquiries.as_at then null
        when contains(replace(upper(enquiries.s47e_s47_outcome_json), ' ', ''), '"CP_CONFERENCE_FLAG":"Y"') then 'N'
        when contains(replace(upper(enquiries.s47e_s47_outcome_json), ' ', ''), '"CP_CONFERENCE_FLAG":"N"') then 'Y'
        when enquiries.s47e_s47_nfa then 'Y'
        else 'U'
    end as conference_unnecessary,
    conferences.held_on as conference_date,
    case
        when conferences.held_on is null then null
        when conferences.led_to_plan then 'Y'
        when not conferences.led_to_plan then 'N'
        else 'U'
    end as conference_led_to_plan,
    coalesce(enquiries_before.enquiries, 0) as enquiries_in_12_months,
    coalesce(conferences_before.conferences, 0) as conferences_in_12_months,
    enquiries.s47e_s47_completed_by_team as team_id,
    enquiries.s47e_s47_completed_by_worker_id as worker_id
from enquiries
left join conferences
    on conferences.enquiry_id = enquiries.s47e_s47_enquiry_id
    and coalesce(conferences.person_id = enquiries.s47e_person_id, true)
left join enquiries_before
    on enquiries_before.person_id = enquiries.s47e_person_id
    and enquiries_before.started_on = enquiries.s47e_s47_start_date
left join conferences_before
    on conferences_before.person_id = enquiries.s47e_person_id
    and conferences_before.started_on = enquiries.s47e_s47_start_date
