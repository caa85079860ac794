/*
ref = "3.8"
title = "Child in need plans ended, by how long they lasted"
report = "monthly"
section = "Child in need"
group = "Child in need"
order = 338
one_row_for = "plan"
unit = "count"
kinds = "Lasted"
kinds_in_order = ["3 months or less", "Over 3 to 6 months", "Over 6 months, under 1 year", "1 year, under 2 years", "2 years and over"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Child in need plans that ended in the window, by the time from start to end."
good = "Plans end because things are better, most of them within a year."
why = "Whether help ends, and after how long."
decision = "Whether plans end too early (see 2.7, who comes back) or too late."
source = "SSD ssd_cin_plans; the bands are those in which DfE publishes how long plans and episodes last"
caveats = "SSD has no reason for the end: a plan that became a child protection plan ended too. An end in the future is not yet one."
example = "From 1 January to 1 April: 3 months or less. To 2 April: over 3 months."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE's ends of child in need plans are not among the figures that are loaded here."
*/
select
    cinp_cin_plan_end_date as event_date,
    cinp_person_id as person_id,
    cinp_cin_plan_id as event_id,
    true as met,
    cinp_cin_plan_start_date as clock_start,
    cast(null as date) as due_on,
    cinp_cin_plan_end_date as done_on,
    case
        when cinp_cin_plan_start_date >= cinp_cin_plan_end_date - interval '3' month then '3 months or less'
        when cinp_cin_plan_start_date >= cinp_cin_plan_end_date - interval '6' month then 'Over 3 to 6 months'
        when cinp_cin_plan_start_date > cinp_cin_plan_end_date - interval '12' month then 'Over 6 months, under 1 year'
        when cinp_cin_plan_start_date > cinp_cin_plan_end_date - interval '24' month then '1 year, under 2 years'
        when cinp_cin_plan_start_date <= cinp_cin_plan_end_date - interval '24' month then '2 years and over'
    end as kind
from ssd_cin_plans
where cinp_cin_plan_end_date is not null
