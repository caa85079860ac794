/*
ref = "3.1"
title = "% of children in need with CIN plan completed"
group = "Plans"
section = "Child in need"
order = 310
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "Any child in need plan of the child open at the date."
out_of = "Children in need."
good = "Every child in need has a plan that the family knows."
why = "Help without a plan has no end and no measure."
decision = "Which children are waiting for a plan."
source = "Local. SSD holds that a plan started, not that it was authorised or shared."
caveats = "'Completed' means that a plan was started and is open: SSD has no date of authorisation."
example = "A plan that starts on the date counts; one that ends on it does not."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[[targets]]
from = "2019-04"
minimum = 85
upper = 90

[[benchmarks]]
comparable = "no"
why = "DfE publishes how many children have a child in need plan, not out of how many who should."
*/
with planned as (
    select distinct as_at.as_at, plans.cinp_person_id as person_id
    from ssd_cin_plans as plans
    join as_at
        on plans.cinp_cin_plan_start_date <= as_at.as_at
        and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > as_at.as_at
)
select
    children_in_need.as_at,
    children_in_need.person_id,
    planned.person_id is not null as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from children_in_need
left join planned
    on planned.as_at = children_in_need.as_at and planned.person_id = children_in_need.person_id
