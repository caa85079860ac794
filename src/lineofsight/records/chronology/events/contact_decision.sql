/*
event = "contact_decision"
title = "Decision on a contact"
group = "Front door"
source = "los_contact_decisions"
order = 101
about = "What was decided on a contact, on the day of the decision."
*/
select
    contacts.cont_person_id as person_id,
    decisions.cond_decision_date as on_day,
    decisions.cond_decision as what,
    decisions.cond_contact_id as record,
    decisions.cond_worker_id as worker,
    decisions.file_row
from los_contact_decisions as decisions
join ssd_contacts as contacts on contacts.cont_contact_id = decisions.cond_contact_id
