/*
code = "CON-01"
title = "Contact without a decision"
sentence = "More than $working_days working days after the contact no decision is recorded. Either a child waits that nobody has looked at, or the decision was made and not written down; it counts as late."
mend = "Decide, and record the decision with the day on which it was made."
severity = "warning"
table = "ssd_contacts"
columns = ["los_contact_decisions.cond_decision_date"]
could = ["better"]
distorts = ["2.1"]
source = "Working Together 2023: a decision within one working day"
needs_all = ["los_contact_decisions"]

[settings]
working_days = 5
*/
select
    contacts.file_row,
    contacts.cont_person_id as person_id,
    contacts.cont_contact_id as record,
    contacts.cont_contact_date as value,
    contacts.cont_contact_date as from_on
from ssd_contacts as contacts
join calendar on calendar.day = cast(contacts.cont_contact_date as date)
join extract on calendar.working_days < extract.working_days - $working_days
left join los_contact_decisions as decisions on decisions.cond_contact_id = contacts.cont_contact_id
where decisions.cond_decision_date is null
