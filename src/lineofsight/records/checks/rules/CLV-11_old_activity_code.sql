/*
code = "CLV-11"
title = "Activity by a code that is no longer used"
sentence = "The activity is recorded as F3 or P3, which ended in 2017. It doesn't count as education, employment or training, though the young person may work or learn."
mend = "Record the activity by the codes in use: F4, P4 for an apprenticeship, F5, P5 for other training or work."
severity = "error"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_activity"]
could = ["better"]
distorts = ["6.2"]
source = "SSDA903: F3 and P3 were replaced by F4, P4, F5 and P5"
*/
select
    statuses.file_row,
    statuses.cles_person_id as person_id,
    statuses.cles_status_id as record,
    statuses.cles_activity as value,
    statuses.cles_valid_from as from_on,
    statuses.cles_valid_to as to_on
from los_care_leaver_statuses as statuses
where statuses.cles_activity in ('F3', 'P3')
    and coalesce(statuses.cles_valid_to, date '9999-12-31') > date '2018-03-31'
