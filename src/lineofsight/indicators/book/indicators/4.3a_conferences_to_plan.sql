/*
ref = "4.3a"
title = "% of initial conferences that ended in a plan"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 406
one_row_for = "conference"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The conference decided on a child protection plan: by its flag, else by its outcome, else because a plan came of it."
out_of = "Initial conferences held in the window. With transfer-in conferences: $with_transfers_in."
good = "Most do, since a conference is called where harm is likely; all of them would mean that some are called too late."
why = "A conference is hard on a family: it should be held where a plan is likely."
decision = "Whether strategy discussions and conferences use one threshold."
source = "SSD ssd_initial_cp_conference; local use"
caveats = "A row for each child. Transfer-in conferences nearly always end in a plan, so they are left out unless the setting says otherwise."
example = "Flag no, services provided: not met. No flag, but a plan that names the conference's plan: met."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_initial_cp_conference.icpc_icpc_transfer_in", "ssd_initial_cp_conference.icpc_icpc_outcome_cp_flag", "ssd_initial_cp_conference.icpc_icpc_outcome_json"]

[settings]
with_transfers_in = "no"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't publish the share of conferences that ended in a plan."
*/
with told as (
    select
        icpc_icpc_id as conference_id,
        icpc_person_id as person_id,
        icpc_icpc_date as held_on,
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
        and ($with_transfers_in = 'yes' or not coalesce(icpc_icpc_transfer_in, false))
)
select
    held_on as event_date,
    person_id,
    conference_id as event_id,
    coalesce(cp_flag, outcomes like '%,CP,%' or plan_id is not null, plan_id is not null) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from told
