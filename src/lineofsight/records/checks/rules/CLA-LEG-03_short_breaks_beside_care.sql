/*
code = "CLA-LEG-03"
title = "Short breaks and care at once"
sentence = "An agreed series of short breaks (V3, V4) is open beside another legal status. The child is left out of the children in our care because of the short breaks, though the other status says that the child is in care."
mend = "End the short breaks on the day on which the other status began, or end the other."
severity = "error"
table = "ssd_legal_status"
columns = ["ssd_legal_status.lega_legal_status_end_date", "ssd_legal_status.lega_legal_status"]
could = ["join"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "SSDA903: V3 and V4 exclude another legal status"
*/
with open_statuses as (
    select
        statuses.file_row,
        statuses.lega_person_id as person_id,
        statuses.lega_legal_status_id as record,
        statuses.lega_legal_status as legal_status,
        statuses.lega_legal_status_start_date as began
    from ssd_legal_status as statuses
    join extract
        on statuses.lega_legal_status_start_date <= extract.extracted_on
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > extract.extracted_on
    where statuses.lega_legal_status is not null and statuses.lega_person_id is not null
),
others as (
    select person_id, max(began) as began
    from open_statuses
    where legal_status not in ('V3', 'V4')
    group by person_id
)
select
    open_statuses.file_row,
    open_statuses.person_id,
    open_statuses.record,
    open_statuses.legal_status as value,
    greatest(open_statuses.began, others.began) as from_on
from open_statuses
join others on others.person_id = open_statuses.person_id
where open_statuses.legal_status in ('V3', 'V4')
