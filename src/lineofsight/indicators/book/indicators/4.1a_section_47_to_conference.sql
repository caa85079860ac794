/*
ref = "4.1a"
title = "% of section 47 enquiries that led to an initial conference"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 403
one_row_for = "enquiry"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "An initial child protection conference of the child was held that the enquiry led to."
out_of = "Enquiries whose strategy discussion was held in the window, each from the day of its conference, or without one from the first working day after the $within_working_days that a conference has."
good = "Steady: enquiries are started where harm is likely, and conferences are called where it was found."
why = "Few conferences mean that families go through an enquiry for nothing; very many, that enquiries start too late."
decision = "Whether strategy discussions decide well; which enquiries to audit."
source = "Local, of the dates that DfE collects"
caveats = "Where a conference doesn't say which enquiry led to it, the child's latest strategy discussion of the $look_back_months months before stands for it. Transfer-in conferences are left out. A conference that was held late counts."
example = "Strategy discussion on 1 March, conference on 15 March: counts from 15 March. Without a conference it counts, as not met, from the 16th working day."
owner = "Head of assessment"
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
comparable = "no"
why = "DfE publishes enquiries and conferences as two counts, not which led to which."
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
),
held as (
    select enquiry_id, person_id, min(held_on) as held_on
    from traced
    where enquiry_id is not null
    group by enquiry_id, person_id
)
select
    enquiries.s47e_s47_start_date as event_date,
    least(coalesce(held.held_on, late.first_day), late.first_day) as counts_from,
    enquiries.s47e_person_id as person_id,
    enquiries.s47e_s47_enquiry_id as event_id,
    held.held_on is not null as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    held.held_on as done_on
from ssd_s47_enquiry as enquiries
join calendar on calendar.day = enquiries.s47e_s47_start_date
join working_days as late on late.number = calendar.working_days + $within_working_days + 1
left join held
    on held.enquiry_id = enquiries.s47e_s47_enquiry_id and held.person_id = enquiries.s47e_person_id
