/*
code = "CLV-07"
title = "Leaving care status ended before it began"
sentence = "The status ended before it began. It holds on no day: the young person is missing from the care leavers of its time."
mend = "Correct the date that is wrong."
severity = "error"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_valid_to", "los_care_leaver_statuses.cles_valid_from"]
could = ["join"]
distorts = ["6.1", "6.2", "6.3"]
source = "Dates in order"
*/
select
    statuses.file_row,
    statuses.cles_person_id as person_id,
    statuses.cles_status_id as record,
    statuses.cles_valid_to as value,
    statuses.cles_valid_to as from_on
from los_care_leaver_statuses as statuses
where statuses.cles_valid_to < statuses.cles_valid_from
