/*
cohort = "initial_health_due"
title = "Initial health assessments that are to be made"
who = "A row for each child who came into care in the past $listed_for_months months and has had no initial health assessment since. Due on working day $within_working_days after coming into care."
source = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7: before the first review, which is within 20 working days"
valid_from = "2019-04"

[settings]
within_working_days = 20
listed_for_months = 12
*/
with waiting as (
    select looked_after.as_at, looked_after.person_id, looked_after.entered_on
    from looked_after
    left join los_health_assessments as assessments
        on assessments.heas_person_id = looked_after.person_id
        and assessments.heas_kind = 'IHA'
        and assessments.heas_assessment_date >= looked_after.entered_on
        and assessments.heas_assessment_date <= looked_after.as_at
    where looked_after.entered_on > looked_after.as_at - interval '$listed_for_months' month
    group by looked_after.as_at, looked_after.person_id, looked_after.entered_on
    having count(assessments.heas_assessment_date) = 0
)
select
    waiting.as_at,
    waiting.person_id,
    cast(null as varchar) as event_id,
    waiting.entered_on as clock_start,
    in_time.last_day as due_on
from waiting
left join calendar on calendar.day = waiting.entered_on
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
