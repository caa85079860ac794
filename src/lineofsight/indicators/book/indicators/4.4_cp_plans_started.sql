/*
ref = "4.4"
title = "Child protection plans started, by category"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 450
one_row_for = "plan"
unit = "count"
kinds = "Category at the start"
kinds_in_order = ["Neglect", "Emotional abuse", "Physical abuse", "Sexual abuse", "Multiple categories"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Child protection plans that started in the window, by the category of abuse at the start."
good = "Neither high nor low is good: compare plans at 31 March with similar councils."
why = "How many more children are judged to be at risk of significant harm, and of what."
decision = "Whether chairs and workers can carry the plans; which harm is growing."
source = "DfE, Children in need census: plans that started in the year, by initial category"
caveats = "A row for each child: three sisters count three times. Temporary plans of other authorities' children are left out."
example = "A plan that starts on 31 March and ends on 2 April counts in March."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_cp_plans.cppl_cp_plan_initial_category"]

[[benchmarks]]
comparable = "no"
why = "DfE's starts of plans by category are not among the figures that are loaded here."
*/
select
    cppl_cp_plan_start_date as event_date,
    cppl_person_id as person_id,
    cppl_cp_plan_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    case cppl_cp_plan_initial_category
        when 'NEG' then 'Neglect'
        when 'PHY' then 'Physical abuse'
        when 'SAB' then 'Sexual abuse'
        when 'EMO' then 'Emotional abuse'
        when 'MUL' then 'Multiple categories'
    end as kind
from ssd_cp_plans
where cppl_cp_plan_start_date is not null
    and not coalesce(cppl_cp_plan_ola, false)
