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
counted = "An initial health assessment took place on or before working day 20 after the child came into care. The days are settings of the cohort initial_health_periods."
out_of = "Periods of care that reached the end of day 28, the day of coming into care being day 1: each is counted on that day, or on working day 20 where that is later."
good = "Each child who comes into care and stays is seen by a doctor before the first review."
why = "Children come into care with health needs that nobody has followed up."
decision = "Which assessments to press for; what to agree with the health service."
source = "Promoting the health and well-being of looked-after children (2022), for the first review at 20 working days; who is counted as Thurrock Council published it."
caveats = "The date is that of the assessment, not of the report. A child who refuses, or is missing, is counted as not met."
example = "Into care on Tuesday 3 January 2023: day 28 is 30 January, working day 20 is 31 January: counted on 31 January."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE does not publish initial health assessments; councils that do count in different ways."
*/
with assessed as (
    select periods.episode_id, min(assessments.heas_assessment_date) as assessed_on
    from initial_health_periods as periods
    join los_health_assessments as assessments
        on assessments.heas_person_id = periods.person_id
        and assessments.heas_assessment_date >= periods.event_date
        and assessments.heas_assessment_date <= periods.ended_on
    where assessments.heas_kind = 'IHA'
    group by periods.episode_id
)
select
    periods.counted_on as event_date,
    periods.person_id,
    periods.episode_id as event_id,
    coalesce(assessed.assessed_on <= periods.due_on, false) as met,
    periods.event_date as clock_start,
    periods.due_on,
    assessed.assessed_on as done_on
from initial_health_periods as periods
left join assessed on assessed.episode_id = periods.episode_id
