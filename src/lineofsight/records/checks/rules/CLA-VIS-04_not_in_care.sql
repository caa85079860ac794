/*
code = "CLA-VIS-04"
title = "Visit while the child was not in our care"
sentence = "The visit is dated before the child first came into our care, or after care last ended. The date of the visit is likely wrong, or that of care."
mend = "Correct the date of the visit, or the dates of care."
severity = "warning"
table = "ssd_cla_visits"
columns = ["ssd_cla_visits.clav_cla_visit_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["better", "worse", "join"]
distorts = ["1.4", "5.11"]
source = "Dates in order"
needs_all = ["ssd_cla_episodes"]

[settings]
days = 7
*/
with in_care as (
    select
        clae_person_id as person_id,
        min(clae_cla_episode_start_date) as began,
        max(coalesce(clae_cla_episode_ceased_date, date '9999-12-24')) as ended
    from ssd_cla_episodes
    group by clae_person_id
)
select
    visits.file_row,
    visits.clav_person_id as person_id,
    visits.clav_cla_visit_id as record,
    visits.clav_cla_visit_date as value,
    visits.clav_cla_visit_date as from_on
from ssd_cla_visits as visits
join in_care on in_care.person_id = visits.clav_person_id
where visits.clav_cla_visit_date < in_care.began - $days
    or visits.clav_cla_visit_date > in_care.ended + $days
