/*
code = "CLV-03"
title = "Care leaver, and whether in touch is not known"
sentence = "Whether we are in touch with the young person is not recorded. The young person counts as not in touch."
mend = "Ask the personal adviser, and record it."
severity = "warning"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_in_touch"]
could = ["better"]
distorts = ["6.1"]
source = "SSDA903: IN_TOUCH"
needs_values = ["los_care_leaver_statuses.cles_in_touch"]
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
    and statuses.cles_in_touch is null
