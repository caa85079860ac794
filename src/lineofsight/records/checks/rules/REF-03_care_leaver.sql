/*
code = "REF-03"
title = "Care leaver who is not there"
sentence = "The leaving care status is of somebody who has no row among the people. The age is unknown, so the young person is in no care leavers' figure."
mend = "Ask whoever writes the extract to include every person whom a record is about."
severity = "error"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_person_id", "ssd_person.pers_person_id"]
could = ["join"]
distorts = ["6.1", "6.2", "6.3"]
source = "SSD: references are not enforced in the suppliers' extracts"
*/
select
    statuses.file_row,
    statuses.cles_person_id as person_id,
    statuses.cles_status_id as record,
    statuses.cles_valid_from as from_on,
    statuses.cles_valid_to as to_on
from los_care_leaver_statuses as statuses
left join ssd_person as people on people.pers_person_id = statuses.cles_person_id
where statuses.cles_person_id is not null and people.pers_person_id is null
