/*
ref = "4.5"
title = "Child protection plans ended, by how long they lasted"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 451
one_row_for = "plan"
unit = "count"
kinds = "Lasted"
kinds_in_order = ["3 months or less", "Over 3 to 6 months", "Over 6 months, under 1 year", "1 year, under 2 years", "2 years and over"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Child protection plans that ended in the window, by the time from start to end."
good = "Children are safe within a year or so; very short plans and very long ones are looked at."
why = "A plan that ends after weeks may not have been needed, or may have ended too soon; one of years has not worked."
decision = "Which ended plans to audit."
source = "DfE, Children in need: plans that ended in the year by duration, the same bands"
caveats = "A plan that ends because the child comes into care ends too. An end in the future is not yet one. Temporary plans of other authorities' children are left out."
example = "From 1 January to 1 April: 3 months or less. To 2 April: over 3 months."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE's ends of plans by duration are not among the figures that are loaded here."
*/
select
    cppl_cp_plan_end_date as event_date,
    cppl_person_id as person_id,
    cppl_cp_plan_id as event_id,
    true as met,
    cppl_cp_plan_start_date as clock_start,
    cast(null as date) as due_on,
    cppl_cp_plan_end_date as done_on,
    case
        when cppl_cp_plan_start_date >= cppl_cp_plan_end_date - interval '3' month then '3 months or less'
        when cppl_cp_plan_start_date >= cppl_cp_plan_end_date - interval '6' month then 'Over 3 to 6 months'
        when cppl_cp_plan_start_date > cppl_cp_plan_end_date - interval '12' month then 'Over 6 months, under 1 year'
        when cppl_cp_plan_start_date > cppl_cp_plan_end_date - interval '24' month then '1 year, under 2 years'
        when cppl_cp_plan_start_date <= cppl_cp_plan_end_date - interval '24' month then '2 years and over'
    end as kind
from ssd_cp_plans
where cppl_cp_plan_end_date is not null
    and not coalesce(cppl_cp_plan_ola, false)
