/*
code = "CLA-REV-01"
title = "Review outside the child's time in care"
sentence = "The review is dated before the child came into care, or after care ended. It is not counted, so the child may be shown as not reviewed."
mend = "Correct the date of the review, or the dates of care."
severity = "error"
table = "ssd_cla_reviews"
columns = ["ssd_cla_reviews.clar_cla_review_date", "ssd_cla_reviews.clar_cla_id", "ssd_cla_episodes.clae_entered_care_date"]
could = ["better", "worse"]
distorts = ["5.18"]
source = "Care Planning Regulations 2010, regulation 33"
reads_if_there = ["ssd_cla_reviews.clar_cla_review_cancelled"]
*/
with periods as (
    select
        clae_cla_id as cla_id,
        max(clae_person_id) as person_id,
        min(coalesce(clae_entered_care_date, clae_cla_episode_start_date)) as began,
        max(coalesce(clae_cla_episode_ceased_date, date '9999-12-31')) as ended
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
join periods on periods.cla_id = reviews.clar_cla_id
where not coalesce(reviews.clar_cla_review_cancelled, false)
    and (
        reviews.clar_cla_review_date < periods.began
        or reviews.clar_cla_review_date > periods.ended
    )
