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
out_of = "Enquiries whose $within_working_days working days for a conference were over in the window: each is counted on the first working day after them."
good = "Steady: enquiries are started where harm is likely, and conferences are called where it was found."
why = "Few conferences mean that families go through an enquiry for nothing; very many, that enquiries start too late."
decision = "Whether strategy discussions decide well; which enquiries to audit."
source = "Local, of the dates that DfE collects"
caveats = "Where a conference doesn't say which enquiry led to it, the child's latest strategy discussion before it stands for it; how many months back stands in the cohort conferences_of_enquiries. Transfer-in conferences are left out. A conference that was held late counts, also one that came after the window."
example = "Strategy discussion on Wednesday 1 March: counted on Thursday 23 March, working day 16, whether or not a conference was held."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_working_days = 15

[[benchmarks]]
comparable = "no"
why = "DfE publishes enquiries and conferences as two counts, not which led to which."
*/
with held as (
    select enquiry_id, person_id, min(event_date) as held_on
    from conferences_of_enquiries
    where enquiry_id is not null
    group by enquiry_id, person_id
)
select
    late.first_day as event_date,
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
