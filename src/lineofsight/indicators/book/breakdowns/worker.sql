/*
breakdown = "worker"
title = "Worker"
order = 2
per = "child and day"
figures = false
members = "The allocated worker on the day; listed with each child, never ranked"
source = "SSD ssd_involvements"
valid_from = "2019-04"
*/
select
    allocated_worker.person_id,
    allocated_worker.day,
    allocated_worker.worker_id as member
from allocated_worker
