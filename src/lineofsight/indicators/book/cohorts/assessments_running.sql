/*
cohort = "assessments_running"
title = "Children with an assessment under way"
who = "Children in open cases with an assessment that was started and not authorised; of several, the one that has run longest, from the clock of assessments_open. With the working days that it has been open, in bands."
source = "Working Together 2023: at most 45 working days from the point of referral; the bands are local"
valid_from = "2019-04"
*/
with ranked as (
    select
        assessments_open.as_at,
        assessments_open.person_id,
        assessments_open.clock_start,
        as_at.working_days - calendar.working_days as days,
        row_number() over (
            partition by assessments_open.as_at, assessments_open.person_id
            order by assessments_open.clock_start, assessments_open.event_id
        ) as place
    from assessments_open
    join as_at on as_at.as_at = assessments_open.as_at
    left join calendar on calendar.day = assessments_open.clock_start
)
select
    as_at,
    person_id,
    clock_start,
    case
        when days <= 10 then '0 to 10 working days'
        when days <= 20 then '11 to 20 working days'
        when days <= 30 then '21 to 30 working days'
        when days <= 35 then '31 to 35 working days'
        when days <= 45 then '36 to 45 working days'
        when days <= 60 then '46 to 60 working days'
        when days > 60 then '61 working days and more'
    end as band
from ranked
where place = 1
