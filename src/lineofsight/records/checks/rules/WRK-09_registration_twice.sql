/*
code = "WRK-09"
title = "One registration number, two workers"
sentence = "Two workers have the same Social Work England number: likely one person under two identifiers. Caseloads are split between them."
mend = "Merge the two records, or correct the number."
severity = "note"
table = "ssd_professionals"
columns = ["ssd_professionals.prof_social_worker_registration_no"]
could = []
distorts = []
source = "Local"
*/
select numbered.file_row, cast(null as integer) as person_id, numbered.record, numbered.number as value
from (
    select
        workers.file_row,
        workers.prof_professional_id as record,
        workers.prof_social_worker_registration_no as number,
        count(*) over (partition by workers.prof_social_worker_registration_no) as workers_with_it
    from ssd_professionals as workers
    where workers.prof_social_worker_registration_no is not null
) as numbered
where numbered.workers_with_it > 1
