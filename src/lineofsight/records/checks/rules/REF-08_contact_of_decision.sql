/*
code = "REF-08"
title = "Decision on a contact that isn't there"
sentence = "The decision names a contact that is not in the extract. It counts for nobody, and a decided contact may be shown as undecided."
mend = "Link the decision to its contact."
severity = "warning"
table = "los_contact_decisions"
columns = ["los_contact_decisions.cond_contact_id", "ssd_contacts.cont_contact_id"]
could = ["better", "join"]
distorts = ["2.1"]
source = "Local"
needs_all = ["ssd_contacts"]
*/
select
    decisions.file_row,
    cast(null as integer) as person_id,
    decisions.cond_contact_id as record,
    decisions.cond_decision_date as value,
    decisions.cond_decision_date as from_on,
    decisions.cond_decision_date as to_on
from los_contact_decisions as decisions
left join ssd_contacts as contacts on contacts.cont_contact_id = decisions.cond_contact_id
where contacts.cont_contact_id is null
