/*
ref = "4.11a"
title = "% of child protection plans ended that had lasted 2 years or more"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 459
one_row_for = "plan"
unit = "percent"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
counted = "The plan had lasted for $at_least_months months or more when it ended."
out_of = "Child protection plans that ended in the window."
good = "Few: plans end because children are safe, in good time."
why = "4.11 falls when long plans end: this shows that they were long."
decision = "What was learned from the longest plans."
source = "DfE, Children in need: plans that ended in the year after 2 years or more"
caveats = "A month in which old plans are at last ended looks bad here and good in 4.11. Temporary plans of other authorities' children are left out."
example = "From 31 March 2021 to 31 March 2023: counts. To 30 March 2023: does not."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
at_least_months = 24

[[benchmarks]]
comparable = "no"
why = "DfE publishes it, but not among the figures that are loaded here."
*/
select
    cppl_cp_plan_end_date as event_date,
    cppl_person_id as person_id,
    cppl_cp_plan_id as event_id,
    coalesce(cppl_cp_plan_start_date <= cppl_cp_plan_end_date - interval '$at_least_months' month, false) as met,
    cppl_cp_plan_start_date as clock_start,
    cast(null as date) as due_on,
    cppl_cp_plan_end_date as done_on
from ssd_cp_plans
where cppl_cp_plan_end_date is not null
    and not coalesce(cppl_cp_plan_ola, false)
