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
select person_id, day, team_id, worker_id
from (
    select
        person_days.person_id,
        person_days.day,
        involvements.invo_professional_team as team_id,
        involvements.invo_professional_id as worker_id,
        row_number() over (
            partition by person_days.person_id, person_days.day
            order by involvements.invo_involvement_start_date desc, involvements.invo_involvements_id desc
        ) as place
    from person_days
    join ssd_involvements as involvements
        on involvements.invo_person_id = person_days.person_id
        and involvements.invo_involvement_start_date <= person_days.day
        and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > person_days.day
    where involvements.invo_professional_role_id = $allocated_role
) as open_involvements
where place = 1
