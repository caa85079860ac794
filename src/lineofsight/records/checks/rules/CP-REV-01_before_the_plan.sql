/*
code = "CP-REV-01"
title = "Review before the plan began"
sentence = "The review is dated before the plan that it reviews began. It counts as the first review and as in time, and the next one is counted from it."
mend = "Correct the date, or link the review to the plan that it was about."
severity = "error"
table = "ssd_cp_reviews"
columns = ["ssd_cp_reviews.cppr_cp_review_date", "ssd_cp_reviews.cppr_cp_plan_id", "ssd_cp_plans.cppl_cp_plan_start_date"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "Children in need census 8841"
*/
select
    reviews.file_row,
    plans.cppl_person_id as person_id,
    reviews.cppr_cp_review_id as record,
    reviews.cppr_cp_review_date as value,
    plans.cppl_cp_plan_start_date as from_on,
    plans.cppl_cp_plan_end_date as to_on
from ssd_cp_reviews as reviews
join ssd_cp_plans as plans
    on plans.cppl_cp_plan_id = reviews.cppr_cp_plan_id
    and reviews.cppr_cp_review_date < plans.cppl_cp_plan_start_date
