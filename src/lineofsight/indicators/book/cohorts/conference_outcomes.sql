/*
cohort = "conference_outcomes"
title = "Initial conferences and what they decided"
who = "A row for each initial child protection conference that was held, with its outcomes, and whether it ended in a child protection plan: by its flag, else by its outcome, else because a plan came of it. Outcomes are read from flags that are true in JSON, or from a list with commas between; what stands after the word comments is left out."
source = "SSD ssd_initial_cp_conference"
valid_from = "2019-04"
grain = "event"
reads_if_there = ["ssd_initial_cp_conference.icpc_icpc_transfer_in", "ssd_initial_cp_conference.icpc_icpc_outcome_cp_flag", "ssd_initial_cp_conference.icpc_icpc_outcome_json"]
*/
with told as (
    select
        icpc_icpc_id as conference_id,
        icpc_person_id as person_id,
        icpc_icpc_date as held_on,
        coalesce(icpc_icpc_transfer_in, false) as transferred_in,
        icpc_icpc_outcome_cp_flag as cp_flag,
        icpc_cp_plan_id as plan_id,
        concat(
            ',',
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
                left(
                    upper(icpc_icpc_outcome_json),
                    strpos(concat(upper(icpc_icpc_outcome_json), 'COMMENTS'), 'COMMENTS') - 1
                ), ' ', ''), '"', ''), '_', ''), 'FLAG', '')
                , '{', ','), '}', ','), '[', ','), ']', ',')
                , ':YES', ''), ':TRUE', ''), ':Y', ''), ':1', ''), 'NOFURTHERACTION', 'NFA'),
            ','
        ) as outcomes
    from ssd_initial_cp_conference
    where icpc_icpc_date is not null
)
select
    held_on as event_date,
    person_id,
    conference_id,
    transferred_in,
    outcomes,
    coalesce(cp_flag, outcomes like '%,CP,%' or plan_id is not null, plan_id is not null) as ended_in_plan,
    cp_flag
from told
