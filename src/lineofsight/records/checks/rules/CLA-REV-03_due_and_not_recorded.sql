/*
code = "CLA-REV-03"
title = "Review in care due, and not recorded as held"
sentence = "The review was due more than $days days ago, the child is in our care, and nothing says that it was held. Either it is late, or nobody wrote down that it took place."
mend = "Record the day on which the review was held, or hold it."
severity = "warning"
table = "ssd_cla_reviews"
columns = ["ssd_cla_reviews.clar_cla_review_date"]
could = ["better"]
distorts = ["5.18"]
source = "Local"
reads_if_there = ["ssd_cla_reviews.clar_cla_review_cancelled"]

[settings]
days = 14
*/
with periods as (
    select
        clae_cla_id as cla_id,
        max(clae_person_id) as person_id,
        max(coalesce(clae_cla_episode_ceased_date, date '9999-12-31')) as ended
    from ssd_cla_episodes
    where clae_cla_id is not null
    group by clae_cla_id
),
latest as (
    select clar_cla_id as cla_id, max(clar_cla_review_date) as held_on
    from ssd_cla_reviews
    group by clar_cla_id
)
select
    reviews.file_row,
    periods.person_id,
    reviews.clar_cla_review_id as record,
    reviews.clar_cla_review_due_date as value,
    reviews.clar_cla_review_due_date as from_on
from ssd_cla_reviews as reviews
join extract on reviews.clar_cla_review_due_date < extract.extracted_on - $days
join periods on periods.cla_id = reviews.clar_cla_id
left join latest on latest.cla_id = reviews.clar_cla_id
where reviews.clar_cla_review_date is null
    and not coalesce(reviews.clar_cla_review_cancelled, false)
    and periods.ended > extract.extracted_on
    and coalesce(latest.held_on, date '1900-01-01') < reviews.clar_cla_review_due_date - 31
