/*
code = "CIN-VIS-04"
title = "Visit while no case was open"
sentence = "No episode of need of the child was open on the day of the visit, or $days days around it. The date of the visit is likely wrong, or the case was closed too early."
mend = "Correct the date of the visit, or the dates of the case."
severity = "warning"
table = "ssd_cin_visits"
columns = ["ssd_cin_visits.cinv_cin_visit_date", "ssd_cin_episodes.cine_referral_date", "ssd_cin_episodes.cine_close_date"]
could = ["better", "worse", "join"]
distorts = ["1.1", "1.2", "3.3"]
source = "Dates in order"
needs_all = ["ssd_cin_episodes"]

[settings]
days = 7
*/
with spans as (
    select
        cine_person_id as person_id,
        cine_referral_date - $days as began,
        coalesce(cine_close_date, date '9999-12-24') + $days as ended
    from ssd_cin_episodes
    where cine_person_id is not null and cine_referral_date is not null
),
known as (
    select person_id, min(began) as first_on, max(ended) as last_on, count(*) as episodes
    from spans
    group by person_id
),
doubtful as (
    select
        visits.file_row,
        visits.cinv_person_id as person_id,
        visits.cinv_cin_visit_id as record,
        visits.cinv_cin_visit_date as visited_on
    from ssd_cin_visits as visits
    join known on known.person_id = visits.cinv_person_id
    where visits.cinv_cin_visit_date is not null
        and (
            known.episodes > 1
            or visits.cinv_cin_visit_date < known.first_on
            or visits.cinv_cin_visit_date > known.last_on
        )
),
within as (
    select distinct doubtful.file_row
    from doubtful
    join spans
        on spans.person_id = doubtful.person_id
        and spans.began <= doubtful.visited_on
        and spans.ended >= doubtful.visited_on
)
select
    doubtful.file_row,
    doubtful.person_id,
    doubtful.record,
    doubtful.visited_on as value,
    doubtful.visited_on as from_on
from doubtful
left join within on within.file_row = doubtful.file_row
where within.file_row is null
