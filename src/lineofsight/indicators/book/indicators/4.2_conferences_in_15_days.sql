/*
ref = "4.2"
title = "% of initial conferences within 15 working days of the strategy discussion"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 404
one_row_for = "conference"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "Held at most $within_working_days working days after the strategy discussion that started the enquiry; the day of the discussion is day 0."
out_of = "Initial child protection conferences held in the window, transfer-in conferences left out."
good = "Within three weeks everybody who knows the child sits at one table."
why = "Between the enquiry and the conference a child who may be suffering harm has no plan."
decision = "Whether chairs, rooms and reports are the bottleneck, and which conferences to bring forward."
source = "Working Together 2023: within 15 working days of the strategy discussion; DfE, Children in need census"
caveats = "Where a conference doesn't say which enquiry led to it, the child's latest strategy discussion of the $look_back_months months before stands for it. Where none is found the conference is not met. Conferences not yet held are not seen."
example = "Discussion on Friday 3 March: a conference on Friday 24 March is working day 15, in time; on Monday 27 March it is day 16."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_initial_cp_conference.icpc_s47_enquiry_id", "ssd_initial_cp_conference.icpc_icpc_transfer_in"]

[settings]
within_working_days = 15
look_back_months = 6

[[benchmarks]]
measure = "ICPC within 15 working days of strategy discussion"
unit = "percent"
comparable = "yes"
why = "The same rule. DfE's is of the year to 31 March: compare the rolling year at the end of March."
*/
with conferences as (
    select
        conferences.icpc_icpc_id as conference_id,
        conferences.icpc_person_id as person_id,
        conferences.icpc_icpc_date as held_on,
        own.s47e_s47_enquiry_id as enquiry_id,
        own.s47e_s47_start_date as started_on
    from ssd_initial_cp_conference as conferences
    left join ssd_s47_enquiry as own
        on own.s47e_s47_enquiry_id = conferences.icpc_s47_enquiry_id
        and own.s47e_person_id = conferences.icpc_person_id
    where conferences.icpc_icpc_date is not null
        and not coalesce(conferences.icpc_icpc_transfer_in, false)
),
by_the_child as (
    select
        conferences.conference_id,
        enquiries.s47e_s47_enquiry_id as enquiry_id,
        enquiries.s47e_s47_start_date as started_on,
        row_number() over (
            partition by conferences.conference_id
            order by enquiries.s47e_s47_start_date desc, enquiries.s47e_s47_enquiry_id desc
        ) as place
    from conferences
    join ssd_s47_enquiry as enquiries
        on enquiries.s47e_person_id = conferences.person_id
        and enquiries.s47e_s47_start_date <= conferences.held_on
        and enquiries.s47e_s47_start_date > conferences.held_on - interval '$look_back_months' month
    where conferences.started_on is null
),
traced as (
    select
        conferences.conference_id,
        conferences.person_id,
        conferences.held_on,
        coalesce(by_the_child.enquiry_id, conferences.enquiry_id) as enquiry_id,
        coalesce(conferences.started_on, by_the_child.started_on) as started_on
    from conferences
    left join by_the_child
        on by_the_child.conference_id = conferences.conference_id and by_the_child.place = 1
)
select
    traced.held_on as event_date,
    traced.person_id,
    traced.conference_id as event_id,
    coalesce(traced.held_on <= in_time.last_day, false) as met,
    traced.started_on as clock_start,
    in_time.last_day as due_on,
    traced.held_on as done_on
from traced
left join calendar on calendar.day = traced.started_on
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
