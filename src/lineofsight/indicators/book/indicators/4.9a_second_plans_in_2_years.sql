/*
ref = "4.9a"
title = "% of child protection plans started within 2 years of the end of the last"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 456
one_row_for = "plan"
unit = "percent"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
counted = "An earlier plan of the child ended at most $within_months months before this one started, or had not ended."
out_of = "Child protection plans that started in the window."
good = "Few: what made the child safe holds."
why = "4.9 looks back over a whole childhood: this looks at what we did lately."
decision = "Which ended plans to audit, and whether support after a plan is enough."
source = "Local companion of 4.9; SSD covers these two years in full"
caveats = "Plans in other councils are not seen. Temporary plans of other authorities' children are left out."
example = "A plan ended on 1 March 2021: one that starts on 1 March 2023 counts, one on 2 March does not."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_months = 24

[[benchmarks]]
comparable = "no"
why = "DfE counts second plans however long ago, see 4.9."
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
),
followed as (
    select plans.plan_id, plans.person_id, plans.started_on, max(earlier.ended_on) as ended_on
    from plans
    left join plans as earlier
        on earlier.person_id = plans.person_id
        and earlier.started_on < plans.started_on
    group by plans.plan_id, plans.person_id, plans.started_on
)
select
    started_on as event_date,
    person_id,
    plan_id as event_id,
    coalesce(ended_on >= started_on - interval '$within_months' month, false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from followed
