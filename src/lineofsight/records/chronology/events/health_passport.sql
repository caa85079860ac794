/*
event = "health_passport"
title = "Health passport given"
group = "Leaving care"
source = "los_care_leaver_statuses"
order = 505
about = "The day on which a care leaver was given their health passport, a summary of their health history."
*/
select
    statuses.cles_person_id as person_id,
    statuses.cles_health_passport_date as on_day,
    min(statuses.cles_status_id) as record,
    min(statuses.file_row) as file_row
from los_care_leaver_statuses as statuses
group by statuses.cles_person_id, statuses.cles_health_passport_date
