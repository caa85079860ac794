/*
code = "CLV-02"
title = "Care leaver without a date of contact"
sentence = "No contact with the young person was ever dated. The young person counts as not in touch, however often the personal adviser calls."
mend = "Record the latest contact."
severity = "warning"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_latest_contact"]
could = ["better"]
distorts = ["6.1"]
source = "Care Leavers Regulations 2010, regulation 8"
needs_values = ["los_care_leaver_statuses.cles_latest_contact"]
*/
select
    statuses.file_row,
    statuses.cles_person_id as person_id,
    statuses.cles_status_id as record,
    statuses.cles_valid_from as from_on
from los_care_leaver_statuses as statuses
join extract
    on statuses.cles_valid_from <= extract.extracted_on
    and coalesce(statuses.cles_valid_to, date '9999-12-31') > extract.extracted_on
where statuses.cles_eligibility in ('Relevant', 'Former relevant', 'Qualifying')
    and statuses.cles_latest_contact is null
    and coalesce(statuses.cles_in_touch, 'YES') not in ('DIED', 'REFU', 'NREQ', 'RHOM')
