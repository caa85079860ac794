/*
ref = "4.9"
title = "% of child protection plans started that are a second or later plan"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 455
one_row_for = "plan"
unit = "percent"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
counted = "The child was on a plan of this council before, however long ago."
out_of = "Child protection plans that started in the window."
good = "Few children need a second plan, because the first one worked. Never none."
why = "A plan that ended too soon shows here."
decision = "Which ended plans to audit, and what follows a plan when it ends."
source = "DfE, Children in need: children who became the subject of a plan for a second or subsequent time, however long ago"
caveats = "Plans older than the extract are not seen: SSD holds about six years, so this is the least that it can be. Temporary plans of other authorities' children are left out."
example = "A plan from 2018 to 2019 and one from March 2023: the second counts in March 2023."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "CP plans starting that are second or subsequent"
unit = "percent"
comparable = "partly"
why = "DfE asks for every plan ever; here only those in the extract are seen, so expect a lower share. DfE's is of the year to 31 March: compare the rolling year at the end of March."
*/
with plans as (
    select
        cppl_cp_plan_id as plan_id,
        cppl_person_id as person_id,
        cppl_cp_plan_start_date as started_on,
        coalesce(cppl_cp_plan_end_date, date '9999-12-31') as ended_on
    from ssd_cp_plans
    where cppl_cp_plan_start_date is not null
        and not coalesce(cppl_cp_plan_ola, false)
)
select
    started_on as event_date,
    person_id,
    plan_id as event_id,
    min(started_on) over (partition by person_id) < started_on as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from plans
