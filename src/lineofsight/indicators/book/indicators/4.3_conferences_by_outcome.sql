/*
ref = "4.3"
title = "Initial child protection conferences, by outcome"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 405
one_row_for = "conference"
unit = "count"
kinds = "Outcome"
kinds_in_order = ["Child protection plan", "Services as a child in need", "Assessment", "Referred to another agency", "Other outcome", "No further action", "No child protection plan"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Initial conferences held in the window, by what was decided: a plan first, else the first other outcome of the list. With transfer-in conferences: $with_transfers_in."
good = "Conferences are called for children who need them, and decide."
why = "How many children a conference was held for, and what it led to."
decision = "How many chairs are needed; whether the threshold for a conference is shared."
source = "SSD ssd_initial_cp_conference; DfE counts conferences in the year"
caveats = "A row for each child: a conference for four brothers and sisters counts four times. An outcome is read from flags that are true in JSON, or from a list with commas between."
example = "A plan is decided and services are provided: counted once, as a plan."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
with_transfers_in = "no"

[[benchmarks]]
comparable = "no"
why = "A count; DfE's counts and rates of conferences are not among the figures that are loaded here."
*/
select
    event_date,
    person_id,
    conference_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    case
        when ended_in_plan then 'Child protection plan'
        when outcomes like '%,PROVOFSERVICES,%' then 'Services as a child in need'
        when outcomes like '%,SINGLEASSESSMENT,%' then 'Assessment'
        when outcomes like '%,REFERRALTOOTHERAGENCY,%' then 'Referred to another agency'
        when outcomes like '%,OTHEROUTCOMESEXIST,%' then 'Other outcome'
        when outcomes like '%,NFA,%' then 'No further action'
        when not cp_flag then 'No child protection plan'
    end as kind
from conference_outcomes
where $with_transfers_in = 'yes' or not transferred_in
