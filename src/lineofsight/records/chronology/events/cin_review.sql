/*
event = "cin_review"
title = "Child in need review"
group = "Reviews"
source = "los_cin_plan_reviews"
order = 310
about = "A review of a child in need plan that was held, its outcome, and whether it was past its due date."
*/
select
    reviews.cipr_person_id as person_id,
    reviews.cipr_review_date as on_day,
    concat_ws(
        '; ',
        'Outcome: ' || reviews.cipr_outcome,
        case
            when reviews.cipr_review_date > reviews.cipr_review_due_date
                then 'Days past its due date: '
                || cast(reviews.cipr_review_date - reviews.cipr_review_due_date as varchar)
        end
    ) as what,
    reviews.cipr_review_id as record,
    reviews.file_row
from los_cin_plan_reviews as reviews
