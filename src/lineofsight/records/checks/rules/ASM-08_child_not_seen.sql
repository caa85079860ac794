/*
code = "ASM-08"
title = "Assessment finished, child not seen"
sentence = "The assessment was authorised in the past year and says that the child was not seen, or doesn't say. What nobody sees, nobody can assess."
mend = "See the child; if that was done, record it in the assessment."
severity = "note"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_assessment_child_seen"]
could = []
distorts = []
source = "Working Together 2023: the child is seen during the assessment"
needs_values = ["ssd_cin_assessments.cina_assessment_child_seen"]
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_child_seen as value
from ssd_cin_assessments as assessments
join extract on assessments.cina_assessment_auth_date > extract.extracted_on - interval '12' month
where not coalesce(assessments.cina_assessment_child_seen, false)
