/*
code = "CIN-REV-02"
title = "Review after the child in need plan ended"
sentence = "A review was held after the plan had ended. The plan may have been ended too early, and the child is then shown as without one."
mend = "Correct the end of the plan, or link the review to the plan that it was about."
severity = "warning"
table = "los_cin_plan_reviews"
columns = ["los_cin_plan_reviews.cipr_review_date", "ssd_cin_plans.cinp_cin_plan_end_date"]
could = ["better", "join"]
distorts = ["1.2", "3.1", "3.2"]
source = "Dates in order"
*/
select
    reviews.file_row,
    reviews.cipr_person_id as person_id,
    reviews.cipr_review_id as record,
    reviews.cipr_review_date as value,
    plans.cinp_cin_plan_end_date as from_on
from los_cin_plan_reviews as reviews
join ssd_cin_plans as plans
    on plans.cinp_cin_plan_id = reviews.cipr_cin_plan_id
    and reviews.cipr_review_date > plans.cinp_cin_plan_end_date
