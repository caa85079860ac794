/*
code = "WRK-10"
title = "More children than anybody can know"
sentence = "More than $children children are allocated to one worker. It is likely a manager's or a duty list where cases wait: nobody in particular goes to these children."
mend = "Allocate the children to the workers who see them."
severity = "warning"
table = "ssd_professionals"
columns = ["ssd_involvements.invo_professional_id"]
could = ["leave"]
distorts = ["allocated"]
source = "Local; DfE: about 16 cases for each full-time social worker"

[settings]
allocated_role = "CW"
children = 40
*/
with caseloads as (
    select involvements.invo_professional_id as worker_id, count(distinct involvements.invo_person_id) as children
    from ssd_involvements as involvements
    join extract
        on involvements.invo_involvement_start_date <= extract.extracted_on
        and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > extract.extracted_on
    where involvements.invo_professional_role_id = $allocated_role
    group by involvements.invo_professional_id
)
select
    workers.file_row,
    cast(null as integer) as person_id,
    workers.prof_professional_id as record,
    caseloads.children as value
from ssd_professionals as workers
join caseloads on caseloads.worker_id = workers.prof_professional_id
where caseloads.children > $children
