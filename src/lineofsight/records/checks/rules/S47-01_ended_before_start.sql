/*
code = "S47-01"
title = "Enquiry ended before it began"
sentence = "The section 47 enquiry ended before the strategy discussion that began it. How long enquiries take can't be told."
mend = "Correct the date that is wrong."
severity = "warning"
table = "ssd_s47_enquiry"
columns = ["ssd_s47_enquiry.s47e_s47_end_date", "ssd_s47_enquiry.s47e_s47_start_date"]
could = []
distorts = []
source = "Dates in order; Annex A, list 5"
*/
select
    enquiries.file_row,
    enquiries.s47e_person_id as person_id,
    enquiries.s47e_s47_enquiry_id as record,
    enquiries.s47e_s47_end_date as value
from ssd_s47_enquiry as enquiries
where enquiries.s47e_s47_end_date < enquiries.s47e_s47_start_date
