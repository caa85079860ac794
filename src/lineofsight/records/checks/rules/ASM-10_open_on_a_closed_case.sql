/*
code = "ASM-10"
title = "Assessment open on a closed case"
sentence = "The case was closed, and an assessment of it is still open. It was likely finished and not authorised, and is in no figure."
mend = "Authorise the assessment with its true date, or open the case again."
severity = "warning"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_assessment_auth_date", "ssd_cin_episodes.cine_close_date"]
could = ["join"]
distorts = ["2.10a", "1.2"]
source = "Local"
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    episodes.cine_close_date as value,
    assessments.cina_assessment_start_date as from_on
from ssd_cin_assessments as assessments
join ssd_cin_episodes as episodes on episodes.cine_referral_id = assessments.cina_referral_id
where assessments.cina_assessment_auth_date is null and episodes.cine_close_date is not null
