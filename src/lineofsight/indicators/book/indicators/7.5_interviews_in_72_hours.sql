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
counted = "An interview was completed within 72 hours of the return, by the clock; where only the day of the return is known, by the end of the third day after it. The hours are a setting of the cohort returns_from_missing."
out_of = "All returns from missing whose 72 hours were over in the window, whether or not an interview was offered."
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

[[benchmarks]]
comparable = "no"
why = "No official figure: Missing People found 63% completed within 72 hours in 2023-24, of the councils that answered, by rules of their own."
*/
select
    returns.due_on as event_date,
    returns.person_id,
    returns.missing_id as event_id,
    coalesce(returns.completed_at <= returns.due_at, false) as met,
    returns.event_date as clock_start,
    returns.due_on
        - case
            when returns.completed_at > returns.due_at and cast(returns.completed_at as date) = returns.due_on then 1
            else 0
        end as due_on,
    cast(returns.completed_at as date) as done_on,
    returns.from_where as kind
from returns_from_missing as returns
