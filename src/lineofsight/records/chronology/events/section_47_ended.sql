/*
event = "section_47_ended"
title = "Section 47 enquiry completed"
group = "Child protection"
source = "ssd_s47_enquiry"
order = 201
about = "The day on which a section 47 enquiry was signed off, and its outcome."
*/
select
    enquiries.s47e_person_id as person_id,
    enquiries.s47e_s47_end_date as on_day,
    'Outcome: ' || case when enquiries.s47e_s47_nfa then 'No further action' else outcomes.outcome end as what,
    enquiries.s47e_s47_enquiry_id as record,
    enquiries.s47e_s47_completed_by_worker_id as worker,
    enquiries.s47e_s47_completed_by_team as team,
    enquiries.file_row
from ssd_s47_enquiry as enquiries
left join outcomes on outcomes.written = enquiries.s47e_s47_outcome_json
