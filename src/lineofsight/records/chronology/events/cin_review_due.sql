/*
event = "cin_review_due"
title = "Child in need review due"
group = "Reviews"
source = "los_cin_plan_reviews"
order = 311
about = "The due date of a review of a child in need plan that has no date on which it was held."
*/
select
    reviews.cipr_person_id as person_id,
    reviews.cipr_review_due_date as on_day,
    case when reviews.cipr_review_due_date > extract.extracted_on then 'To come' else 'Not held on record' end as what,
    reviews.cipr_review_id as record,
    reviews.file_row
from los_cin_plan_reviews as reviews
cross join extract
where reviews.cipr_review_date is null
