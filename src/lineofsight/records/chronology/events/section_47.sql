/*
event = "section_47"
title = "Strategy discussion and section 47 enquiry"
group = "Child protection"
lane = "Section 47 enquiry"
source = "ssd_s47_enquiry"
order = 200
ends = "s47e_s47_end_date"
about = "A section 47 enquiry, from the strategy discussion that started it until it was signed off."
*/
select
    enquiries.s47e_person_id as person_id,
    enquiries.s47e_s47_start_date as on_day,
    enquiries.s47e_s47_end_date as until_day,
    true as lasts,
    enquiries.s47e_s47_enquiry_id as record,
    enquiries.s47e_s47_completed_by_worker_id as worker,
    enquiries.s47e_s47_completed_by_team as team,
    enquiries.file_row
from ssd_s47_enquiry as enquiries
