/*
event = "initial_conference"
title = "Initial child protection conference"
group = "Child protection"
source = "ssd_initial_cp_conference"
order = 220
about = "A conference that was held, what it decided, and whether it was past its target date."
*/
select
    conferences.icpc_person_id as person_id,
    conferences.icpc_icpc_date as on_day,
    concat_ws(
        '; ',
        'Outcome: ' || case conferences.icpc_icpc_outcome_cp_flag
            when true then 'Child protection plan'
            when false then coalesce(outcomes.outcome, 'No child protection plan')
            else outcomes.outcome
        end,
        case when conferences.icpc_icpc_transfer_in then 'Transferred in from another authority' end,
        case
            when conferences.icpc_icpc_date > conferences.icpc_icpc_target_date
                then 'Days past its target date: '
                || cast(conferences.icpc_icpc_date - conferences.icpc_icpc_target_date as varchar)
        end
    ) as what,
    conferences.icpc_icpc_id as record,
    conferences.icpc_icpc_worker_id as worker,
    conferences.icpc_icpc_team as team,
    conferences.file_row
from ssd_initial_cp_conference as conferences
left join outcomes on outcomes.written = conferences.icpc_icpc_outcome_json
