/*
code = "CLV-09"
title = "Care leaver, and activity not known"
sentence = "Whether the young person learns, works or does neither is not recorded. The young person counts as not in education, employment or training."
mend = "Ask the personal adviser, and record it."
severity = "warning"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_activity"]
could = ["better"]
distorts = ["6.2"]
source = "SSDA903: ACTIV"
needs_values = ["los_care_leaver_statuses.cles_activity"]
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
    and statuses.cles_activity is null
    and coalesce(statuses.cles_in_touch, 'YES') = 'YES'
