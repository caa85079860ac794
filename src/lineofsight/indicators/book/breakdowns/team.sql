/*
breakdown = "team"
title = "Team"
order = 1
per = "child and day"
figures = true
members = "Team of the allocated worker on the day"
source = "SSD ssd_involvements"
valid_from = "2019-04"
*/
select
    allocated_worker.person_id,
    allocated_worker.day,
    allocated_worker.team_id as member
from allocated_worker
