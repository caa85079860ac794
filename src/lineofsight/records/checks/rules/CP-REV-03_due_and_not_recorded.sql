/*
code = "CP-REV-03"
title = "Review due, and not recorded as held"
sentence = "The review was due more than $days days ago, the plan is open, and nothing says that it was held. Either the conference is late, or nobody wrote down that it took place."
mend = "Record the day on which the review was held, or hold it."
severity = "warning"
table = "ssd_cp_reviews"
columns = ["ssd_cp_reviews.cppr_cp_review_date"]
could = ["better"]
distorts = ["4.8"]
source = "Local"

[settings]
days = 14
*/
with latest as (
    select cppr_cp_plan_id as cp_plan_id, max(cppr_cp_review_date) as held_on
    from ssd_cp_reviews
    group by cppr_cp_plan_id
)
select
    reviews.file_row,
    plans.cppl_person_id as person_id,
    reviews.cppr_cp_review_id as record,
    reviews.cppr_cp_review_due as value,
    reviews.cppr_cp_review_due as from_on
from ssd_cp_reviews as reviews
join extract on reviews.cppr_cp_review_due < extract.extracted_on - $days
join ssd_cp_plans as plans on plans.cppl_cp_plan_id = reviews.cppr_cp_plan_id
left join latest on latest.cp_plan_id = reviews.cppr_cp_plan_id
where reviews.cppr_cp_review_date is null
    and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on
    and coalesce(latest.held_on, date '1900-01-01') < reviews.cppr_cp_review_due - 31
