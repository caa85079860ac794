/*
ref = "3.7"
title = "Child in need plans started"
report = "monthly"
section = "Child in need"
group = "Child in need"
order = 337
one_row_for = "plan"
unit = "count"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Child in need plans that started in the window."
good = "Neither high nor low is good: read it beside the plans that ended."
why = "How much family support begins."
decision = "Whether family support can take on what assessments find."
source = "SSD ssd_cin_plans; DfE, Children in need census since 2022"
caveats = "Plans, not children: a child whose plan ended and started again counts twice. Plans of children who are on a child protection plan or in care count too where they are recorded."
example = "Two plans of a child, in April and in February: two in the year to date."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE's starts of child in need plans are not among the figures that are loaded here."
*/
select
    cinp_cin_plan_start_date as event_date,
    cinp_person_id as person_id,
    cinp_cin_plan_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from ssd_cin_plans
where cinp_cin_plan_start_date is not null
