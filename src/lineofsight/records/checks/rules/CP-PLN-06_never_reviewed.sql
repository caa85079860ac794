/*
code = "CP-PLN-06"
title = "On a plan for months, and never reviewed"
sentence = "The plan has been open for more than $months months and no review of it is recorded. Either no conference has asked whether the child is safe, or the reviews were not linked to the plan."
mend = "Hold the review; link the reviews that were held to the plan."
severity = "warning"
table = "ssd_cp_plans"
columns = ["ssd_cp_reviews.cppr_cp_review_date", "ssd_cp_reviews.cppr_cp_plan_id"]
could = ["better"]
distorts = ["4.8"]
source = "Working Together 2023: first review within three months"

[settings]
months = 4
*/
with reviewed as (
    select distinct cppr_cp_plan_id as cp_plan_id
    from ssd_cp_reviews
    where cppr_cp_review_date is not null
)
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_cp_plan_start_date as value,
    plans.cppl_cp_plan_start_date as from_on
from ssd_cp_plans as plans
join extract
    on plans.cppl_cp_plan_start_date < extract.extracted_on - interval '$months' month
    and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on
left join reviewed on reviewed.cp_plan_id = plans.cppl_cp_plan_id
where not coalesce(plans.cppl_cp_plan_ola, false) and reviewed.cp_plan_id is null
