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
counted = "The health service was asked on or before working day $within_working_days after the child came into care; or before that, at most $at_most_days_before days ahead."
out_of = "The periods of care of 5.14: whose day $day_in_care lies in the window."
good = "The health service has the whole time that it needs."
why = "Most assessments that come late were asked for late: this part is in our own hands."
decision = "Which teams need help with consent and the form."
source = "Thurrock Council publishes it beside the assessment itself, as 5 days; made working days here."
caveats = "The first request is what counts, also where it was sent back for want of consent. Only children who stayed to day $day_in_care are counted, so that it can be read beside 5.14."
example = "Into care on Tuesday 3 January 2023: in time to the end of Tuesday 10 January."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
day_in_care = 28
within_working_days = 5
at_most_days_before = 28

[[benchmarks]]
comparable = "no"
why = "DfE does not collect when an assessment was asked for."
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
asked as (
    select reached.episode_id, min(assessments.heas_requested_date) as asked_on
    from reached
    join los_health_assessments as assessments
        on assessments.heas_person_id = reached.person_id
        and assessments.heas_requested_date > reached.entered_on - $at_most_days_before
        and assessments.heas_requested_date <= reached.ended_on
    where assessments.heas_kind = 'IHA'
    group by reached.episode_id
)
select
    reached.reached_on as event_date,
    reached.person_id,
    reached.episode_id as event_id,
    coalesce(asked.asked_on <= in_time.last_day, false) as met,
    reached.entered_on as clock_start,
    in_time.last_day as due_on,
    asked.asked_on as done_on
from reached
join calendar as entered on entered.day = reached.entered_on
join working_days as in_time on in_time.number = entered.working_days + $within_working_days
left join asked on asked.episode_id = reached.episode_id
