/*
code = "CIN-REV-01"
title = "Review before the child in need plan began"
sentence = "The review is dated before the plan that it reviews began. Its date is likely wrong."
mend = "Correct the date, or link the review to the plan that it was about."
severity = "warning"
table = "los_cin_plan_reviews"
columns = ["los_cin_plan_reviews.cipr_review_date", "los_cin_plan_reviews.cipr_cin_plan_id", "ssd_cin_plans.cinp_cin_plan_start_date"]
could = ["better"]
distorts = ["3.2"]
source = "Dates in order"
*/
select
    reviews.file_row,
    reviews.cipr_person_id as person_id,
    reviews.cipr_review_id as record,
    reviews.cipr_review_date as value,
    reviews.cipr_review_date as from_on
from los_cin_plan_reviews as reviews
join ssd_cin_plans as plans
    on plans.cinp_cin_plan_id = reviews.cipr_cin_plan_id
    and reviews.cipr_review_date < plans.cinp_cin_plan_start_date
