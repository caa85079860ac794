/*
code = "ASM-07"
title = "Assessment and referral of two children"
sentence = "The assessment is of one child and the referral that it belongs to is of another: often a brother or sister. The wrong child counts as assessed."
mend = "Link the assessment to the child's own referral."
severity = "error"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_person_id", "ssd_cin_assessments.cina_referral_id"]
could = ["better", "worse", "join", "leave"]
distorts = ["2.10a", "5.10", "1.2"]
source = "A record and the record that it belongs to are about one child"
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_referral_id as value,
    assessments.cina_assessment_auth_date as from_on
from ssd_cin_assessments as assessments
join ssd_cin_episodes as episodes
    on episodes.cine_referral_id = assessments.cina_referral_id
    and episodes.cine_person_id <> assessments.cina_person_id
