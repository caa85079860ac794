/*
event = "cla_review"
title = "Review of a child in our care"
group = "Reviews"
source = "ssd_cla_reviews"
order = 330
about = "A review of a child in our care that was held or cancelled: how the child took part, and whether it was past its due date."
*/
select
    reviews.clar_cla_person_id as person_id,
    reviews.clar_cla_review_date as on_day,
    concat_ws(
        '; ',
        case when reviews.clar_cla_review_cancelled then 'Cancelled' end,
        'Child: ' || coalesce(parts.label, reviews.clar_cla_review_participation),
        case
            when reviews.clar_cla_review_date > reviews.clar_cla_review_due_date
                then 'Days past its due date: '
                || cast(reviews.clar_cla_review_date - reviews.clar_cla_review_due_date as varchar)
        end
    ) as what,
    reviews.clar_cla_review_id as record,
    reviews.file_row
from ssd_cla_reviews as reviews
left join code_labels as parts
    on parts.column_name = 'clar_cla_review_participation' and parts.code = reviews.clar_cla_review_participation
