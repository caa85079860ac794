/*
code = "CON-02"
title = "Decision before the contact"
sentence = "The decision is dated before the contact came in. It counts as made in time, which can't be known."
mend = "Correct the date of the decision or of the contact."
severity = "error"
table = "los_contact_decisions"
columns = ["los_contact_decisions.cond_decision_date", "ssd_contacts.cont_contact_date"]
could = ["worse"]
distorts = ["2.1"]
source = "Dates in order"
*/
select
    decisions.file_row,
    contacts.cont_person_id as person_id,
    decisions.cond_contact_id as record,
    decisions.cond_decision_date as value,
    decisions.cond_decision_date as from_on
from los_contact_decisions as decisions
join ssd_contacts as contacts
    on contacts.cont_contact_id = decisions.cond_contact_id
    and decisions.cond_decision_date < cast(contacts.cont_contact_date as date)
