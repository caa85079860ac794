/*
code = "CLV-08"
title = "Care leaver, and suitability of the home not known"
sentence = "Whether the young person's home is suitable is not recorded. It counts as not suitable."
mend = "Ask the personal adviser, and record it."
severity = "warning"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_accom_suitable"]
could = ["better"]
distorts = ["6.3"]
source = "SSDA903: ACCOM"
needs_values = ["los_care_leaver_statuses.cles_accom_suitable"]
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
    and statuses.cles_accom_suitable is null
    and coalesce(statuses.cles_in_touch, 'YES') = 'YES'
