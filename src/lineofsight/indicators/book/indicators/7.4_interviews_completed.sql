/*
ref = "7.4"
title = "% of return interviews offered that were completed"
report = "monthly"
section = "Missing"
group = "Missing"
order = 740
one_row_for = "missing episode"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
kinds = "From where"
kinds_in_order = ["Missing from our care", "Missing from home"]
counted = "The interview was completed, whenever."
out_of = "Returns whose 72 hours were over in the window and after which an interview was offered: those met in 7.3."
good = "Children want to talk, since the one who asks is someone they trust."
why = "An offer that is mostly declined is an offer made in the wrong way."
decision = "Who makes the offer, and where the interview takes place."
source = "Statutory guidance on children who run away or go missing from home or care (2014): the interview is independent, and in a place where the child feels safe."
caveats = "Divides completed interviews by offers, not by episodes: a high figure with few offers says little, so read it beside 7.3. A child who declines is in the denominator. By the day when the hours after the return are over, not by that of the interview."
example = "Offered after 8 of 10 episodes, completed after 6: 75.0% here, 80.0% in 7.3."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "No national figure of completed by offered interviews."
*/
select
    returns.due_on as event_date,
    returns.person_id,
    returns.missing_id as event_id,
    returns.completed_at is not null as met,
    cast(returns.offered_at as date) as clock_start,
    cast(returns.completed_at as date) as done_on,
    returns.from_where as kind
from returns_from_missing as returns
where returns.offered_at is not null
