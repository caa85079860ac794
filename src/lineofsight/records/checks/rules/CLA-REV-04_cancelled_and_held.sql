/*
code = "CLA-REV-04"
title = "Review cancelled and held"
sentence = "The review is marked as cancelled and has a date on which it was held. It is not counted: if it was held, the child may be shown as not reviewed."
mend = "Take the mark away, or the date."
severity = "warning"
table = "ssd_cla_reviews"
columns = ["ssd_cla_reviews.clar_cla_review_cancelled", "ssd_cla_reviews.clar_cla_review_date"]
could = ["better"]
distorts = ["5.18"]
source = "Local"
*/
with periods as (
    select clae_cla_id as cla_id, max(clae_person_id) as person_id
    from ssd_cla_episodes
    where clae_cla_id is not null
    group by clae_cla_id
)
select
    reviews.file_row,
    periods.person_id,
    reviews.clar_cla_review_id as record,
    reviews.clar_cla_review_date as value,
    reviews.clar_cla_review_date as from_on
from ssd_cla_reviews as reviews
left join periods on periods.cla_id = reviews.clar_cla_id
where reviews.clar_cla_review_cancelled and reviews.clar_cla_review_date is not null
