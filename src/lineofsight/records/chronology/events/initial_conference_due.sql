/*
event = "initial_conference_due"
title = "Initial child protection conference due"
group = "Child protection"
source = "ssd_initial_cp_conference"
order = 221
about = "The target date of a conference that has no date on which it was held."
*/
select
    conferences.icpc_person_id as person_id,
    conferences.icpc_icpc_target_date as on_day,
    case
        when conferences.icpc_icpc_target_date > extract.extracted_on then 'To come' else 'Not held on record'
    end as what,
    conferences.icpc_icpc_id as record,
    conferences.icpc_icpc_worker_id as worker,
    conferences.icpc_icpc_team as team,
    conferences.file_row
from ssd_initial_cp_conference as conferences
cross join extract
where conferences.icpc_icpc_date is null
