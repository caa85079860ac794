/*
cohort = "allocated_worker"
title = "Allocated worker and team"
who = "The involvement with the allocated role that is open on the day; where there are two, the later start, then the higher identifier. A row for each child and day that evidence asks about."
source = "SSD ssd_involvements"
valid_from = "2019-04"
grain = "child and day"
reads_if_there = ["ssd_involvements.invo_involvements_id", "ssd_involvements.invo_professional_id"]

[settings]
allocated_role = "CW"
*/
with ranked as (
    select
        invo_person_id as person_id,
        invo_involvement_start_date as started_on,
        coalesce(invo_involvement_end_date, date '9999-12-31') as ended_on,
        invo_professional_team as team_id,
        invo_professional_id as worker_id,
        row_number() over (order by invo_involvement_start_date, invo_involvements_id) as place
    from ssd_involvements
    where invo_professional_role_id = $allocated_role
),
latest as (
    select person_days.person_id, person_days.day, max(ranked.place) as place
    from person_days
    join ranked
        on ranked.person_id = person_days.person_id
        and ranked.started_on <= person_days.day
        and ranked.ended_on > person_days.day
    group by person_days.person_id, person_days.day
)
select latest.person_id, latest.day, ranked.team_id, ranked.worker_id
from latest
join ranked on ranked.place = latest.place
