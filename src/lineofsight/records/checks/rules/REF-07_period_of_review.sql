/*
code = "REF-07"
title = "Review of a time in care that isn't there"
sentence = "The review names a period of care that is not in the extract, or names none. It counts for nobody, and a reviewed child may be shown as not reviewed."
mend = "Link the review to the child's period of care."
severity = "error"
table = "ssd_cla_reviews"
columns = ["ssd_cla_reviews.clar_cla_id", "ssd_cla_episodes.clae_cla_id"]
could = ["better", "worse"]
distorts = ["5.18"]
source = "SSD: references are not enforced in the suppliers' extracts"
needs_all = ["ssd_cla_episodes"]
reads_if_there = ["ssd_cla_reviews.clar_cla_person_id"]
*/
with periods as (
    select distinct clae_cla_id as cla_id
    from ssd_cla_episodes
    where clae_cla_id is not null
)
select
    reviews.file_row,
    reviews.clar_cla_person_id as person_id,
    reviews.clar_cla_review_id as record,
    reviews.clar_cla_id as value,
    reviews.clar_cla_review_date as from_on
from ssd_cla_reviews as reviews
left join periods on periods.cla_id = reviews.clar_cla_id
where periods.cla_id is null
