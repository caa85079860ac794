/*
code = "WRK-08"
title = "Allocated worker without a registration number"
sentence = "The worker holds children's cases and no Social Work England number is recorded. Only a registered social worker may hold a child protection plan or a child in care."
mend = "Record the number, or allocate a registered social worker."
severity = "note"
table = "ssd_professionals"
columns = ["ssd_professionals.prof_social_worker_registration_no"]
could = []
distorts = []
source = "Children's social work workforce return; Social Workers Regulations 2018"
needs_values = ["ssd_professionals.prof_social_worker_registration_no"]

[settings]
allocated_role = "CW"
*/
with case_holders as (
    select distinct involvements.invo_professional_id as worker_id
    from ssd_involvements as involvements
    join extract
        on involvements.invo_involvement_start_date <= extract.extracted_on
        and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > extract.extracted_on
    where involvements.invo_professional_role_id = $allocated_role
)
select
    workers.file_row,
    cast(null as integer) as person_id,
    workers.prof_professional_id as record
from ssd_professionals as workers
join case_holders on case_holders.worker_id = workers.prof_professional_id
where workers.prof_social_worker_registration_no is null
