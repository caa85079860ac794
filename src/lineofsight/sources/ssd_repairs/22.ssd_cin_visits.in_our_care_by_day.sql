/*
title = "the same visit stands in ssd_cla_visits under another id"
kind = "withdraws"
table = "ssd_cin_visits"
reason = "is a visit to a child in our care: it stands in ssd_cla_visits too, which counts it"
needs = [
    "ssd_cin_visits.cinv_person_id",
    "ssd_cin_visits.cinv_cin_visit_date",
    "ssd_cla_visits.clav_person_id",
    "ssd_cla_visits.clav_cla_visit_date",
]
reads = [
    "ssd_cin_visits.cinv_cin_visit_seen",
    "ssd_cin_visits.cinv_cin_visit_seen_alone",
    "ssd_cla_visits.clav_cla_visit_seen",
    "ssd_cla_visits.clav_cla_visit_seen_alone",
]
why = "SystemC fills ssd_cin_visits from visits to children in care (STVL) too, under the casenote's id, and ssd_cla_visits under an id of its own. That an extract is of this kind shows in itself: nearly every visit in ssd_cla_visits then has a twin in ssd_cin_visits, of the same child and day, seen and seen alone as there. Only then is anything done, and not where a child has more twins on a day than visits in care."
source = "data-to-insight/ssd-data-model, SystemC ssd_cin_visits and ssd_cla_visits, versions 1.0 to 1.4.9"

[settings]
nearly_every = 0.9
at_least = 20
*/
with cin as (
    select
        cinv_person_id as person_id,
        cinv_cin_visit_date as day,
        cinv_cin_visit_seen as seen,
        cinv_cin_visit_seen_alone as alone,
        count(*) as visits
    from ssd_cin_visits
    where cinv_person_id is not null and cinv_cin_visit_date is not null
    group by all
),
care as (
    select
        clav_person_id as person_id,
        clav_cla_visit_date as day,
        clav_cla_visit_seen as seen,
        clav_cla_visit_seen_alone as alone,
        count(*) as visits
    from ssd_cla_visits
    where clav_person_id is not null and clav_cla_visit_date is not null
    group by all
),
twins as (
    select care.*, coalesce(cin.visits, 0) as in_cin
    from care
    left join cin
        on cin.person_id = care.person_id
        and cin.day = care.day
        and cin.seen is not distinct from care.seen
        and cin.alone is not distinct from care.alone
),
extract_shows as (
    select sum(least(visits, in_cin)) >= $nearly_every * sum(visits) and sum(visits) >= $at_least as it_is
    from twins
)
select visits.file_row, twins.in_cin <= twins.visits as sure
from ssd_cin_visits as visits
join twins
    on twins.person_id = visits.cinv_person_id
    and twins.day = visits.cinv_cin_visit_date
    and twins.seen is not distinct from visits.cinv_cin_visit_seen
    and twins.alone is not distinct from visits.cinv_cin_visit_seen_alone
join extract_shows on extract_shows.it_is
