/*
code = "ASM-06"
title = "Assessment without a start"
sentence = "The assessment has no start date. If it was not the first after a referral, it counts as late however quick it was."
mend = "Record the day on which the assessment began."
severity = "error"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_assessment_start_date"]
could = ["better"]
distorts = ["2.10a"]
source = "Children in need census: AssessmentActualStartDate, required"
needs_values = ["ssd_cin_assessments.cina_assessment_start_date"]
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_auth_date as from_on,
    assessments.cina_assessment_auth_date as to_on
from ssd_cin_assessments as assessments
where assessments.cina_assessment_start_date is null
