/*
event = "assessment"
title = "Assessment"
group = "Assessment"
lane = "Assessment"
source = "ssd_cin_assessments"
order = 210
ends = "cina_assessment_auth_date"
about = "An assessment, from its start until a manager authorised it."
*/
select
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_start_date as on_day,
    assessments.cina_assessment_auth_date as until_day,
    true as lasts,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_worker_id as worker,
    assessments.cina_assessment_team as team,
    assessments.file_row
from ssd_cin_assessments as assessments
