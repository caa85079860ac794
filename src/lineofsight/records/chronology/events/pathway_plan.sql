/*
event = "pathway_plan"
title = "Pathway plan started or reviewed"
group = "Leaving care"
source = "ssd_care_leavers"
order = 503
about = "The latest start or review of the pathway plan; earlier ones are not on record."
*/
select
    leavers.clea_person_id as person_id,
    leavers.clea_pathway_plan_review_date as on_day,
    leavers.clea_table_id as record,
    leavers.clea_care_leaver_personal_advisor as worker,
    leavers.clea_care_leaver_allocated_team as team,
    leavers.file_row
from ssd_care_leavers as leavers
