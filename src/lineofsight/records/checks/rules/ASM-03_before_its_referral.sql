/*
code = "ASM-03"
title = "Assessment begun before its referral"
sentence = "The assessment began before the referral that it belongs to. The first assessment's 45 working days run from the referral, so it looks quicker than it was."
mend = "Correct the date that is wrong, or link the assessment to the right referral."
severity = "error"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_assessment_start_date", "ssd_cin_episodes.cine_referral_date", "ssd_cin_assessments.cina_referral_id"]
could = ["better", "worse"]
distorts = ["2.10a"]
source = "Dates in order"
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_start_date as value,
    assessments.cina_assessment_auth_date as from_on,
    assessments.cina_assessment_auth_date as to_on
from ssd_cin_assessments as assessments
join ssd_cin_episodes as episodes
    on episodes.cine_referral_id = assessments.cina_referral_id
    and assessments.cina_assessment_start_date < episodes.cine_referral_date
