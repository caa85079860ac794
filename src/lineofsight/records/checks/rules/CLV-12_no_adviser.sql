/*
code = "CLV-12"
title = "Care leaver without a personal adviser"
sentence = "No personal adviser is recorded for the young person: nobody whose job it is to keep in touch."
mend = "Record the personal adviser, or appoint one."
severity = "note"
table = "ssd_care_leavers"
columns = ["ssd_care_leavers.clea_care_leaver_personal_advisor"]
could = []
distorts = []
source = "Children (Leaving Care) Act 2000: every relevant child has a personal adviser"
needs_values = ["ssd_care_leavers.clea_care_leaver_personal_advisor"]
*/
select
    young_people.file_row,
    young_people.clea_person_id as person_id,
    young_people.clea_table_id as record
from ssd_care_leavers as young_people
where young_people.clea_care_leaver_eligibility in ('Relevant', 'Former relevant', 'Qualifying')
    and young_people.clea_care_leaver_personal_advisor is null
    and coalesce(young_people.clea_care_leaver_in_touch, 'YES') in ('YES', 'NO')
