/*
code = "REF-06"
title = "Review of a plan that isn't there"
sentence = "The review names a child protection plan that is not in the extract, or names none. It counts for nobody, and a reviewed child may be shown as not reviewed."
mend = "Link the review to its plan."
severity = "error"
table = "ssd_cp_reviews"
columns = ["ssd_cp_reviews.cppr_cp_plan_id", "ssd_cp_plans.cppl_cp_plan_id"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "SSD: references are not enforced in the suppliers' extracts"
needs_all = ["ssd_cp_plans"]
reads_if_there = ["ssd_cp_reviews.cppr_person_id"]
*/
select
    reviews.file_row,
    reviews.cppr_person_id as person_id,
    reviews.cppr_cp_review_id as record,
    reviews.cppr_cp_plan_id as value,
    reviews.cppr_cp_review_date as from_on
from ssd_cp_reviews as reviews
left join ssd_cp_plans as plans on plans.cppl_cp_plan_id = reviews.cppr_cp_plan_id
where plans.cppl_cp_plan_id is null
