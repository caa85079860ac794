/*
cohort = "initial_health_periods"
title = "Periods of care that are long enough for an initial health assessment"
who = "A row for each period of care that reached the end of its day $day_in_care, the day of coming into care being day 1, with working day $within_working_days after it, and the day on which it is counted: the later of the two. Without agreed series of short breaks."
source = "Promoting the health and well-being of looked-after children (2022), for the first review at 20 working days; who is counted as Thurrock Council published it"
valid_from = "2019-04"
grain = "event"

[settings]
day_in_care = 28
within_working_days = 20
*/
select
    periods.event_date,
    periods.person_id,
    periods.episode_id,
    periods.ended_on,
    in_time.last_day as due_on,
    greatest(periods.event_date + ($day_in_care - 1), in_time.last_day) as counted_on
from care_periods as periods
join calendar as entered on entered.day = periods.event_date
join working_days as in_time on in_time.number = entered.working_days + $within_working_days
where periods.ended_on > periods.event_date + ($day_in_care - 1)
