/*
code = "REF-04"
title = "Assessment of a referral that isn't there"
sentence = "The assessment names a referral that is not in the extract, or names none. Its 45 working days can't run from the referral, and run from its own start."
mend = "Link the assessment to its referral, or include older referrals in the extract."
severity = "warning"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_referral_id", "ssd_cin_episodes.cine_referral_id"]
could = ["worse"]
distorts = ["2.10a"]
source = "SSD: references are not enforced in the suppliers' extracts"
needs_all = ["ssd_cin_episodes"]
*/
select
    assessments.file_row,
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_referral_id as value,
    assessments.cina_assessment_auth_date as from_on,
    assessments.cina_assessment_auth_date as to_on
from ssd_cin_assessments as assessments
left join ssd_cin_episodes as episodes on episodes.cine_referral_id = assessments.cina_referral_id
where episodes.cine_referral_id is null
