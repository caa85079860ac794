/*
code = "CON-05"
title = "Decision without a date"
sentence = "A decision on the contact is recorded, but not the day on which it was made. The contact counts as undecided, and so as late."
mend = "Record the day of the decision."
severity = "error"
table = "los_contact_decisions"
columns = ["los_contact_decisions.cond_decision_date"]
could = ["better"]
distorts = ["2.1"]
source = "Local"
*/
select
    decisions.file_row,
    contacts.cont_person_id as person_id,
    decisions.cond_contact_id as record,
    contacts.cont_contact_date as from_on
from los_contact_decisions as decisions
left join ssd_contacts as contacts on contacts.cont_contact_id = decisions.cond_contact_id
where decisions.cond_decision_date is null and decisions.cond_decision is not null
