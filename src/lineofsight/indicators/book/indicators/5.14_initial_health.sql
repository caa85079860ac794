/*
ref = "5.14"
title = "% of initial health assessments within 20 working days of coming into care"
report = "monthly"
section = "Health of children in our care"
group = "Health of children in our care"
order = 542
one_row_for = "period of care"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "An initial health assessment took place on or before working day $within_working_days after the child came into care."
out_of = "Periods of care whose day $day_in_care lies in the window, the day of coming into care being day 1; the child still in care at the end of that day."
good = "Each child who comes into care and stays is seen by a doctor before the first review."
why = "Children come into care with health needs that nobody has followed up."
decision = "Which assessments to press for; what to agree with the health service."
source = "Promoting the health and well-being of looked-after children (2022), for the first review at 20 working days; who is counted as Thurrock Council published it."
caveats = "The date is that of the assessment, not of the report. A child who refuses, or is missing, is counted as not met. Over Christmas and Easter working day 20 comes after day 28: a child not assessed yet is counted once that day has passed."
example = "Into care on Tuesday 3 January 2023: day 28 is 30 January, working day 20 is 31 January."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
day_in_care = 28
within_working_days = 20

[[benchmarks]]
comparable = "no"
why = "DfE does not publish initial health assessments; councils that do count in different ways."
*/
with reached as (
    select
        person_id,
        episode_id,
        event_date as entered_on,
        ended_on,
        event_date + ($day_in_care - 1) as reached_on
    from care_periods
    where ended_on > event_date + ($day_in_care - 1)
),
assessed as (
    select reached.episode_id, min(assessments.heas_assessment_date) as assessed_on
    from reached
    join los_health_assessments as assessments
        on assessments.heas_person_id = reached.person_id
        and assessments.heas_assessment_date >= reached.entered_on
        and assessments.heas_assessment_date <= reached.ended_on
    where assessments.heas_kind = 'IHA'
    group by reached.episode_id
)
select
    reached.reached_on as event_date,
    greatest(
        reached.reached_on,
        least(coalesce(assessed.assessed_on, late.first_day), late.first_day)
    ) as counts_from,
    reached.person_id,
    reached.episode_id as event_id,
    coalesce(assessed.assessed_on <= in_time.last_day, false) as met,
    reached.entered_on as clock_start,
    in_time.last_day as due_on,
    assessed.assessed_on as done_on
from reached
join calendar as entered on entered.day = reached.entered_on
join working_days as in_time on in_time.number = entered.working_days + $within_working_days
join working_days as late on late.number = entered.working_days + $within_working_days + 1
left join assessed on assessed.episode_id = reached.episode_id
