/*
event = "cla_review_due"
title = "Review of a child in our care due"
group = "Reviews"
source = "ssd_cla_reviews"
order = 331
about = "The due date of a review of a child in our care that has no date on which it was held."
*/
select
    reviews.clar_cla_person_id as person_id,
    reviews.clar_cla_review_due_date as on_day,
    case
        when reviews.clar_cla_review_cancelled then 'Cancelled'
        when reviews.clar_cla_review_due_date > extract.extracted_on then 'To come'
        else 'Not held on record'
    end as what,
    reviews.clar_cla_review_id as record,
    reviews.file_row
from ssd_cla_reviews as reviews
cross join extract
where reviews.clar_cla_review_date is null
