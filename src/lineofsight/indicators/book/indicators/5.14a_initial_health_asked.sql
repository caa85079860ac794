/*
ref = "5.14a"
title = "% of initial health assessments asked for within 5 working days of coming into care"
report = "monthly"
section = "Health of children in our care"
group = "Health of children in our care"
order = 543
one_row_for = "period of care"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The health service was asked on or before working day $within_working_days after the child came into care; or before that, less than $less_than_days_before days ahead."
out_of = "The periods of care of 5.14, each counted on the same day."
good = "The health service has the whole time that it needs."
why = "Most assessments that come late were asked for late: this part is in our own hands."
decision = "Which teams need help with consent and the form."
source = "Thurrock Council publishes it beside the assessment itself, as 5 days; made working days here."
caveats = "The first request is what counts, also where it was sent back for want of consent. Only children who stayed to day 28 are counted, so that it can be read beside 5.14."
example = "Into care on Tuesday 3 January 2023: in time to the end of Tuesday 10 January."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_working_days = 5
less_than_days_before = 28

[[benchmarks]]
comparable = "no"
why = "DfE does not collect when an assessment was asked for."
*/
with asked as (
    select periods.episode_id, min(assessments.heas_requested_date) as asked_on
    from initial_health_periods as periods
    join los_health_assessments as assessments
        on assessments.heas_person_id = periods.person_id
        and assessments.heas_requested_date > periods.event_date - $less_than_days_before
        and assessments.heas_requested_date <= periods.ended_on
    where assessments.heas_kind = 'IHA'
    group by periods.episode_id
)
select
    periods.counted_on as event_date,
    periods.person_id,
    periods.episode_id as event_id,
    coalesce(asked.asked_on <= in_time.last_day, false) as met,
    periods.event_date as clock_start,
    in_time.last_day as due_on,
    asked.asked_on as done_on
from initial_health_periods as periods
join calendar as entered on entered.day = periods.event_date
join working_days as in_time on in_time.number = entered.working_days + $within_working_days
left join asked on asked.episode_id = periods.episode_id
