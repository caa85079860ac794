/*
code = "ASM-01"
title = "Assessment authorised before it began"
sentence = "The assessment was authorised before it was started. It counts as finished in time, which can't be known."
mend = "Correct the date of the start or of the authorisation."
severity = "error"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_assessment_auth_date", "ssd_cin_assessments.cina_assessment_start_date"]
could = ["better", "worse", "join", "leave"]
distorts = ["2.10a", "5.10", "1.2", "3.1", "3.3"]
source = "Dates in order"
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_auth_date as value,
    assessments.cina_assessment_auth_date as from_on
from ssd_cin_assessments as assessments
where assessments.cina_assessment_auth_date < assessments.cina_assessment_start_date
