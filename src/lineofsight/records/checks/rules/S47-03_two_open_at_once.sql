/*
code = "S47-03"
title = "Two enquiries open at once"
sentence = "Two section 47 enquiries about the child are open. One was likely not ended, and shows as overdue in Annex A."
mend = "End the enquiry that is over."
severity = "note"
table = "ssd_s47_enquiry"
columns = ["ssd_s47_enquiry.s47e_s47_end_date"]
could = []
distorts = []
source = "Local"
*/
select open_now.file_row, open_now.person_id, open_now.record, open_now.began as value
from (
    select
        enquiries.file_row,
        enquiries.s47e_person_id as person_id,
        enquiries.s47e_s47_enquiry_id as record,
        enquiries.s47e_s47_start_date as began,
        row_number() over (
            partition by enquiries.s47e_person_id
            order by enquiries.s47e_s47_start_date, enquiries.s47e_s47_enquiry_id
        ) as place
    from ssd_s47_enquiry as enquiries
    where enquiries.s47e_s47_end_date is null
        and enquiries.s47e_s47_start_date is not null
        and enquiries.s47e_person_id is not null
) as open_now
where open_now.place > 1
