/*
code = "CIN-REV-04"
title = "Child in need review and plan of two children"
sentence = "The review is of one child and the plan that it reviews is another's: often a brother or sister. The wrong child counts as reviewed."
mend = "Link the review to the child's own plan."
severity = "error"
table = "los_cin_plan_reviews"
columns = ["los_cin_plan_reviews.cipr_person_id", "los_cin_plan_reviews.cipr_cin_plan_id"]
could = ["better", "worse"]
distorts = ["3.2"]
source = "A record and the record that it belongs to are about one child"
*/
select
    reviews.file_row,
    reviews.cipr_person_id as person_id,
    reviews.cipr_review_id as record,
    reviews.cipr_cin_plan_id as value,
    reviews.cipr_review_date as from_on
from los_cin_plan_reviews as reviews
join ssd_cin_plans as plans
    on plans.cinp_cin_plan_id = reviews.cipr_cin_plan_id
    and plans.cinp_person_id <> reviews.cipr_person_id
