/*
event = "pathway_plan_of_status"
title = "Pathway plan reviewed, by the history"
group = "Leaving care"
source = "los_care_leaver_statuses"
order = 504
about = "Each day on which the pathway plan was started or reviewed, as the care leaver's history says."
*/
select
    statuses.cles_person_id as person_id,
    statuses.cles_pathway_plan_review_date as on_day,
    min(statuses.cles_status_id) as record,
    min(statuses.cles_personal_adviser) as worker,
    min(statuses.file_row) as file_row
from los_care_leaver_statuses as statuses
group by statuses.cles_person_id, statuses.cles_pathway_plan_review_date
