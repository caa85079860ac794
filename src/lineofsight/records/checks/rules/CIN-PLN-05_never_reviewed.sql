/*
code = "CIN-PLN-05"
title = "Child in need plan open for months, and never reviewed"
sentence = "The plan has been open for more than $months months and no review of the child's plans since it began is recorded. The plan drifts, or the reviews were not written down."
mend = "Review the plan with the family; record the reviews that were held."
severity = "warning"
table = "ssd_cin_plans"
columns = ["los_cin_plan_reviews.cipr_review_date"]
could = ["better"]
distorts = ["3.2"]
source = "Local: a review every three months"

[settings]
months = 6
*/
with latest as (
    select cipr_person_id as person_id, max(cipr_review_date) as held_on
    from los_cin_plan_reviews
    group by cipr_person_id
)
select
    plans.file_row,
    plans.cinp_person_id as person_id,
    plans.cinp_cin_plan_id as record,
    plans.cinp_cin_plan_start_date as value,
    plans.cinp_cin_plan_start_date as from_on
from ssd_cin_plans as plans
join extract
    on plans.cinp_cin_plan_start_date < extract.extracted_on - interval '$months' month
    and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > extract.extracted_on
left join latest on latest.person_id = plans.cinp_person_id
where coalesce(latest.held_on, date '1900-01-01') < plans.cinp_cin_plan_start_date
