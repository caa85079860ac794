/*
code = "ASM-04"
title = "Assessment begun after the case closed"
sentence = "The assessment began after the case that it belongs to was closed. The case may have been closed too early, or the assessment belongs to a new referral."
mend = "Correct the closing date, or link the assessment to the right referral."
severity = "warning"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_assessment_start_date", "ssd_cin_episodes.cine_close_date", "ssd_cin_assessments.cina_referral_id"]
could = ["better", "worse", "join"]
distorts = ["2.10a", "1.1", "1.2"]
source = "Dates in order"
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_start_date as value,
    episodes.cine_close_date as from_on
from ssd_cin_assessments as assessments
join ssd_cin_episodes as episodes
    on episodes.cine_referral_id = assessments.cina_referral_id
    and assessments.cina_assessment_start_date > episodes.cine_close_date
