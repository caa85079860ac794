/*
ref = "7.5"
title = "% of missing episodes with a return interview completed within 72 hours"
report = "monthly"
section = "Missing"
group = "Missing"
order = 750
one_row_for = "missing episode"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
kinds = "From where"
kinds_in_order = ["Missing from our care", "Missing from home"]
counted = "An interview was completed within $within_hours hours of the return, by the clock; where only the day of the return is known, by the end of the third day after it."
out_of = "All missing episodes that ended in the window, whether or not an interview was offered."
good = "The child is heard while it is fresh, and before it happens again."
why = "Within three days a child remembers and may still talk; many go again soon."
decision = "Which returns are waiting now; how the service covers weekends."
source = "Statutory guidance on children who run away or go missing from home or care (2014): within 72 hours of the return."
caveats = "Divides by all episodes, not by completed interviews, so it cannot be made good by interviewing few. By the clock, weekends and holidays included. One interview for several episodes counts only for those that it is recorded for."
example = "Back on Friday at 10:00: in time to Monday at 10:00; at 10:01 it is late."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_hours = 72

[[benchmarks]]
comparable = "no"
why = "No official figure: Missing People found 63% completed within 72 hours in 2023-24, of the councils that answered, by rules of their own."
*/
with due as (
    select
        event_date,
        person_id,
        missing_id,
        from_where,
        completed_at,
        case
            when returned_at = cast(event_date as timestamp)
                then returned_at + interval '$within_hours' hour + interval '1439' minute
            else returned_at + interval '$within_hours' hour
        end as due_at
    from returns_from_missing
)
select
    event_date,
    greatest(
        event_date,
        least(coalesce(cast(completed_at as date), cast(due_at as date)), cast(due_at as date))
    ) as counts_from,
    person_id,
    missing_id as event_id,
    coalesce(completed_at <= due_at, false) as met,
    event_date as clock_start,
    cast(due_at as date)
        - case when completed_at > due_at and cast(completed_at as date) = cast(due_at as date) then 1 else 0 end
        as due_on,
    cast(completed_at as date) as done_on,
    from_where as kind
from due
