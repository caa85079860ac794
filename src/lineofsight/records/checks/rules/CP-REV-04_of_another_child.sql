/*
code = "CP-REV-04"
title = "Review and plan of two children"
sentence = "The review is of one child and the plan that it reviews is another's. The plan's child counts as reviewed, whose review it was not."
mend = "Link the review to the child's own plan."
severity = "error"
table = "ssd_cp_reviews"
columns = ["ssd_cp_reviews.cppr_cp_plan_id", "ssd_cp_reviews.cppr_person_id"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "A record and the record that it belongs to are about one child"
*/
select
    reviews.file_row,
    reviews.cppr_person_id as person_id,
    reviews.cppr_cp_review_id as record,
    reviews.cppr_cp_plan_id as value,
    reviews.cppr_cp_review_date as from_on
from ssd_cp_reviews as reviews
join ssd_cp_plans as plans
    on plans.cppl_cp_plan_id = reviews.cppr_cp_plan_id
    and plans.cppl_person_id <> reviews.cppr_person_id
