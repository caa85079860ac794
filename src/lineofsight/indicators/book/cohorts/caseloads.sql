/*
cohort = "caseloads"
title = "Children with their worker's time"
who = "Children with an allocated worker, each with an equal share of that worker's time: the full-time equivalent in hundredths, divided among the children. The shares of a worker's children add up to it, so workers and children are counted right in every team and group. Where two workers are allocated, the later start stands, then the higher identifier."
source = "SSD ssd_involvements, ssd_professionals"
valid_from = "2019-04"
reads_if_there = ["ssd_involvements.invo_involvements_id", "ssd_professionals.prof_professional_job_title"]

[settings]
allocated_role = "CW"
*/
with allocations as (
    select
        as_at.as_at,
        involvements.invo_person_id as person_id,
        involvements.invo_professional_id as worker_id,
        row_number() over (
            partition by as_at.as_at, involvements.invo_person_id
            order by involvements.invo_involvement_start_date desc, involvements.invo_involvements_id desc
        ) as place
    from ssd_involvements as involvements
    join as_at
        on involvements.invo_involvement_start_date <= as_at.as_at
        and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > as_at.as_at
    where involvements.invo_professional_role_id = $allocated_role
        and involvements.invo_person_id is not null
),
of_workers as (
    select
        allocations.as_at,
        allocations.person_id,
        allocations.worker_id,
        lower(coalesce(workers.prof_professional_job_title, '')) as job_title,
        cast(round(workers.prof_full_time_equivalency * 100) as bigint) as full_time,
        count(*) over (partition by allocations.as_at, allocations.worker_id) as children,
        row_number() over (
            partition by allocations.as_at, allocations.worker_id order by allocations.person_id
        ) as place
    from allocations
    left join ssd_professionals as workers on workers.prof_professional_id = allocations.worker_id
    where allocations.place = 1
        and allocations.worker_id is not null
)
select
    as_at,
    person_id,
    worker_id,
    job_title,
    children,
    case when full_time > 0 then full_time end as full_time,
    case
        when full_time > 0
            then cast(floor(full_time * place / children) - floor(full_time * (place - 1) / children) as bigint)
    end as share
from of_workers
