/*
code = "ASM-05"
title = "Two assessments open at once"
sentence = "Two assessments of the child are open. One of them was likely begun by mistake, and will count as late when somebody ends it."
mend = "Close the one that was begun by mistake."
severity = "warning"
table = "ssd_cin_assessments"
columns = ["ssd_cin_assessments.cina_assessment_auth_date"]
could = ["better", "worse"]
distorts = ["2.10a", "5.10"]
source = "Local"
*/
select open_now.file_row, open_now.person_id, open_now.record, open_now.began as value, open_now.began as from_on
from (
    select
        assessments.file_row,
        assessments.cina_person_id as person_id,
        assessments.cina_assessment_id as record,
        assessments.cina_assessment_start_date as began,
        row_number() over (
            partition by assessments.cina_person_id
            order by assessments.cina_assessment_start_date, assessments.cina_assessment_id
        ) as place
    from ssd_cin_assessments as assessments
    where assessments.cina_assessment_auth_date is null
        and assessments.cina_assessment_start_date is not null
        and assessments.cina_person_id is not null
) as open_now
where open_now.place > 1
