/*
cohort = "conferences_of_enquiries"
title = "Initial conferences, each with the enquiry that led to it"
who = "A row for each initial child protection conference that was held, transfer-in conferences left out, with the section 47 enquiry that led to it: the one that the conference names, if it is of the same child; else the child's latest whose strategy discussion was held in the $look_back_months months before, or on the day of, the conference; else none."
source = "Working Together 2023 and DfE, Children in need census: the conference is counted from the strategy discussion that started the enquiry; looking for the enquiry by the child is local"
valid_from = "2019-04"
grain = "event"
reads_if_there = ["ssd_initial_cp_conference.icpc_s47_enquiry_id", "ssd_initial_cp_conference.icpc_icpc_transfer_in"]

[settings]
look_back_months = 6
*/
with conferences as (
    select
        conferences.icpc_icpc_id as conference_id,
        conferences.icpc_person_id as person_id,
        conferences.icpc_icpc_date as held_on,
        own.s47e_s47_enquiry_id as enquiry_id,
        own.s47e_s47_start_date as discussed_on
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
        enquiries.s47e_s47_start_date as discussed_on,
        row_number() over (
            partition by conferences.conference_id
            order by enquiries.s47e_s47_start_date desc, enquiries.s47e_s47_enquiry_id desc
        ) as place
    from conferences
    join ssd_s47_enquiry as enquiries
        on enquiries.s47e_person_id = conferences.person_id
        and enquiries.s47e_s47_start_date <= conferences.held_on
        and enquiries.s47e_s47_start_date > conferences.held_on - interval '$look_back_months' month
    where conferences.discussed_on is null
)
select
    conferences.held_on as event_date,
    conferences.person_id,
    conferences.conference_id,
    coalesce(by_the_child.enquiry_id, conferences.enquiry_id) as enquiry_id,
    coalesce(conferences.discussed_on, by_the_child.discussed_on) as discussed_on
from conferences
left join by_the_child
    on by_the_child.conference_id = conferences.conference_id and by_the_child.place = 1
