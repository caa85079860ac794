/*
code = "CP-REV-06"
title = "Two reviews of a plan on one day"
sentence = "Two reviews of the same plan are dated on the same day. One was likely entered again, or has a wrong date; the next review is counted as a third."
mend = "Remove the one that was entered again, or correct its date."
severity = "warning"
table = "ssd_cp_reviews"
columns = ["ssd_cp_reviews.cppr_cp_review_date"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "Local"
*/
select
    twice.file_row,
    plans.cppl_person_id as person_id,
    twice.record,
    twice.held_on as value,
    twice.held_on as from_on
from (
    select
        reviews.file_row,
        reviews.cppr_cp_review_id as record,
        reviews.cppr_cp_plan_id as cp_plan_id,
        reviews.cppr_cp_review_date as held_on,
        row_number() over (
            partition by reviews.cppr_cp_plan_id, reviews.cppr_cp_review_date
            order by reviews.cppr_cp_review_id
        ) as place
    from ssd_cp_reviews as reviews
    where reviews.cppr_cp_review_date is not null and reviews.cppr_cp_plan_id is not null
) as twice
left join ssd_cp_plans as plans on plans.cppl_cp_plan_id = twice.cp_plan_id
where twice.place > 1
