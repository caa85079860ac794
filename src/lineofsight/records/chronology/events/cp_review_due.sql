/*
event = "cp_review_due"
title = "Child protection review due"
group = "Reviews"
source = "ssd_cp_reviews"
order = 321
about = "The due date of a review conference that has no date on which it was held."
*/
select
    reviews.cppr_person_id as person_id,
    reviews.cppr_cp_review_due as on_day,
    case when reviews.cppr_cp_review_due > extract.extracted_on then 'To come' else 'Not held on record' end as what,
    reviews.cppr_cp_review_id as record,
    reviews.file_row
from ssd_cp_reviews as reviews
cross join extract
where reviews.cppr_cp_review_date is null
