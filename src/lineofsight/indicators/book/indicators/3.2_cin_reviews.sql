/*
ref = "3.2"
title = "% of children in need with CIN plan with reviews within last 3 months"
group = "Reviews"
section = "Child in need"
order = 410
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "The later of the latest review held (of any child in need plan of the child) and the start of the earliest open plan is in the past $within_months months."
out_of = "Children in need with a plan open: the numerator of 3.1."
good = "Every plan is looked at again with the family at least every three months."
why = "A plan that is not reviewed drifts."
decision = "Which reviews to call."
source = "Local and London procedures; SSD has no reviews of child in need plans, so they come in a table beside it."
caveats = "A new plan counts as in time for its first three months."
example = "On 31 May a review on 28 February is outside (3 months before 31 May is 28 February); one on 1 March is in."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_months = 3

[[targets]]
from = "2019-04"
minimum = 85
upper = 90

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect reviews of child in need plans."
*/
with planned as (
    select
        children_in_need.as_at,
        children_in_need.person_id,
        min(plans.cinp_cin_plan_start_date) as started_on
    from children_in_need
    join ssd_cin_plans as plans
        on plans.cinp_person_id = children_in_need.person_id
        and plans.cinp_cin_plan_start_date <= children_in_need.as_at
        and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > children_in_need.as_at
    group by children_in_need.as_at, children_in_need.person_id
),
reviewed as (
    select
        planned.as_at,
        planned.person_id,
        max(reviews.cipr_review_date) as reviewed_on,
        greatest(
            planned.started_on,
            coalesce(max(reviews.cipr_review_date), planned.started_on)
        ) as latest_on
    from planned
    left join los_cin_plan_reviews as reviews
        on reviews.cipr_person_id = planned.person_id
        and reviews.cipr_review_date <= planned.as_at
    group by planned.as_at, planned.person_id, planned.started_on
)
select
    as_at,
    person_id,
    latest_on > as_at - interval '$within_months' month as met,
    latest_on as clock_start,
    greatest(
        latest_on + interval '$within_months' month - interval '1' day,
        latest_on - interval '1' day + interval '$within_months' month
    ) as due_on,
    reviewed_on as done_on
from reviewed
