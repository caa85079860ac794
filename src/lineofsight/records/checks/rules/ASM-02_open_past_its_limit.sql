/*
code = "ASM-02"
title = "Assessment open past its limit"
sentence = "The assessment was started more than $working_days working days ago and is not authorised. It is in no figure until it ends; if it was finished and not signed off, the family waits for nothing."
mend = "Finish and authorise it, or record the day on which that was done."
severity = "warning"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_assessment_auth_date"]
could = ["better", "join"]
distorts = ["2.10a", "5.10", "1.2"]
source = "Children in need census 8670Q; Working Together 2023: 45 working days"

[settings]
working_days = 45
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_start_date as value,
    assessments.cina_assessment_start_date as from_on
from ssd_cin_assessments as assessments
join calendar on calendar.day = assessments.cina_assessment_start_date
join extract on calendar.working_days < extract.working_days - $working_days
where assessments.cina_assessment_auth_date is null
