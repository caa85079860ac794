/*
code = "CIN-REV-03"
title = "Child in need review due, and not recorded as held"
sentence = "The review was due more than $days days ago, the plan is open, and nothing says that a review was held. Either it is late, or nobody wrote it down."
mend = "Record the day on which the review was held, or hold it."
severity = "warning"
table = "los_cin_plan_reviews"
columns = ["los_cin_plan_reviews.cipr_review_date"]
could = ["better"]
distorts = ["3.2"]
source = "Local"

[settings]
days = 14
*/
with latest as (
    select cipr_person_id as person_id, max(cipr_review_date) as held_on
    from los_cin_plan_reviews
    group by cipr_person_id
)
select
    reviews.file_row,
    reviews.cipr_person_id as person_id,
    reviews.cipr_review_id as record,
    reviews.cipr_review_due_date as value,
    reviews.cipr_review_due_date as from_on
from los_cin_plan_reviews as reviews
join extract on reviews.cipr_review_due_date < extract.extracted_on - $days
join ssd_cin_plans as plans on plans.cinp_cin_plan_id = reviews.cipr_cin_plan_id
left join latest on latest.person_id = reviews.cipr_person_id
where reviews.cipr_review_date is null
    and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > extract.extracted_on
    and coalesce(latest.held_on, date '1900-01-01') < reviews.cipr_review_due_date - 31
