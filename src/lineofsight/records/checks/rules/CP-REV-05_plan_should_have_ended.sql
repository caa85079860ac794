/*
code = "CP-REV-05"
title = "The review ended the plan, and it is open"
sentence = "The latest review decided that the plan does not go on, and the plan is still open more than $days days later. The child counts as on a plan, and as unvisited."
mend = "End the plan on the day of the review, or correct its outcome."
severity = "warning"
table = "ssd_cp_reviews"
columns = ["ssd_cp_plans.cppl_cp_plan_end_date", "ssd_cp_reviews.cppr_cp_review_outcome_continue_cp"]
could = ["leave"]
distorts = ["1.3", "4.7.2", "4.8"]
source = "Local"

[settings]
days = 14
*/
select
    latest.file_row,
    plans.cppl_person_id as person_id,
    latest.record,
    latest.held_on as value,
    latest.held_on as from_on
from (
    select
        reviews.file_row,
        reviews.cppr_cp_review_id as record,
        reviews.cppr_cp_plan_id as cp_plan_id,
        reviews.cppr_cp_review_date as held_on,
        reviews.cppr_cp_review_outcome_continue_cp as goes_on,
        row_number() over (
            partition by reviews.cppr_cp_plan_id
            order by reviews.cppr_cp_review_date desc, reviews.cppr_cp_review_id desc
        ) as place
    from ssd_cp_reviews as reviews
    where reviews.cppr_cp_review_date is not null
) as latest
join ssd_cp_plans as plans on plans.cppl_cp_plan_id = latest.cp_plan_id
join extract
    on latest.held_on < extract.extracted_on - $days
    and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on
where latest.place = 1 and not latest.goes_on
