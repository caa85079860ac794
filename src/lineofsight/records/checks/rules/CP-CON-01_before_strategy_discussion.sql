/*
code = "CP-CON-01"
title = "Conference before the strategy discussion"
sentence = "The initial conference is dated before the strategy discussion that led to it. The first review is due three months after the conference, so it is counted from a wrong day."
mend = "Correct the date that is wrong, or link the conference to the right enquiry."
severity = "error"
table = "ssd_initial_cp_conference"
columns = ["ssd_initial_cp_conference.icpc_icpc_date", "ssd_s47_enquiry.s47e_s47_start_date", "ssd_initial_cp_conference.icpc_s47_enquiry_id"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "Dates in order; Working Together 2023"
reads_if_there = ["ssd_initial_cp_conference.icpc_icpc_transfer_in"]
*/
select
    conferences.file_row,
    conferences.icpc_person_id as person_id,
    conferences.icpc_icpc_id as record,
    conferences.icpc_icpc_date as value,
    conferences.icpc_icpc_date as from_on
from ssd_initial_cp_conference as conferences
join ssd_s47_enquiry as enquiries
    on enquiries.s47e_s47_enquiry_id = conferences.icpc_s47_enquiry_id
    and conferences.icpc_icpc_date < enquiries.s47e_s47_start_date
where not coalesce(conferences.icpc_icpc_transfer_in, false)
