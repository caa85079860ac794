/*
code = "ASM-09"
title = "Assessment without factors"
sentence = "The assessment was authorised in the past year and no factor is recorded, not even 'none'. What children need help with can't be seen, and the census refuses the assessment."
mend = "Record the factors that were found, or code 21 for none."
severity = "note"
table = "ssd_cin_assessments"
columns = ["ssd_assessment_factors.cinf_assessment_factors_json"]
could = []
distorts = []
source = "Children in need census: AssessmentFactors"
needs_all = ["ssd_assessment_factors"]
reads_if_there = ["ssd_cin_assessments.cina_assessment_outcome_nfa"]
*/
with factors as (
    select distinct cinf_assessment_id as assessment_id
    from ssd_assessment_factors
    where cinf_assessment_factors_json is not null
)
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record
from ssd_cin_assessments as assessments
join extract on assessments.cina_assessment_auth_date > extract.extracted_on - interval '12' month
left join factors on factors.assessment_id = assessments.cina_assessment_id
where factors.assessment_id is null and not coalesce(assessments.cina_assessment_outcome_nfa, false)
