/*
code = "S47-02"
title = "Enquiry open past 15 working days, no conference"
sentence = "The enquiry began more than $working_days working days ago, has not ended, and no conference is recorded. Either a child at risk waits, or the outcome was not written down."
mend = "Hold the conference or end the enquiry, and record it."
severity = "warning"
table = "ssd_s47_enquiry"
columns = ["ssd_s47_enquiry.s47e_s47_end_date", "ssd_initial_cp_conference.icpc_icpc_date"]
could = []
distorts = []
source = "Children in need census 8675Q; Working Together 2023: 15 working days from the strategy discussion"
needs_all = ["ssd_initial_cp_conference"]

[settings]
working_days = 15
*/
with held as (
    select distinct icpc_s47_enquiry_id as enquiry_id
    from ssd_initial_cp_conference
    where icpc_icpc_date is not null
)
select
    enquiries.file_row,
    enquiries.s47e_person_id as person_id,
    enquiries.s47e_s47_enquiry_id as record,
    enquiries.s47e_s47_start_date as value,
    enquiries.s47e_s47_start_date as from_on
from ssd_s47_enquiry as enquiries
join calendar on calendar.day = enquiries.s47e_s47_start_date
join extract on calendar.working_days < extract.working_days - $working_days
left join held on held.enquiry_id = enquiries.s47e_s47_enquiry_id
where enquiries.s47e_s47_end_date is null and held.enquiry_id is null
