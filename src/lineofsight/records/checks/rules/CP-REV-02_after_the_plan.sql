/*
code = "CP-REV-02"
title = "Review after the plan ended"
sentence = "A review was held after the plan had ended. The plan may have been ended too early, and the child is then missing from the figures; or the review belongs to a later plan."
mend = "Correct the end of the plan, or link the review to the plan that it was about."
severity = "warning"
table = "ssd_cp_reviews"
columns = ["ssd_cp_reviews.cppr_cp_review_date", "ssd_cp_plans.cppl_cp_plan_end_date"]
could = ["better", "join"]
distorts = ["1.3", "4.7.2", "4.8"]
source = "Dates in order"
*/
select
    reviews.file_row,
    plans.cppl_person_id as person_id,
    reviews.cppr_cp_review_id as record,
    reviews.cppr_cp_review_date as value,
    plans.cppl_cp_plan_end_date as from_on
from ssd_cp_reviews as reviews
join ssd_cp_plans as plans
    on plans.cppl_cp_plan_id = reviews.cppr_cp_plan_id
    and reviews.cppr_cp_review_date > plans.cppl_cp_plan_end_date
