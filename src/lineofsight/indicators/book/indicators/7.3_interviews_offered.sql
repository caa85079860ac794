/*
ref = "7.3"
title = "% of missing episodes after which a return interview was offered"
report = "monthly"
section = "Missing"
group = "Missing"
order = 730
one_row_for = "missing episode"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
kinds = "From where"
kinds_in_order = ["Missing from our care", "Missing from home"]
counted = "An interview was offered, whenever and whether or not the child wanted it."
out_of = "All returns from missing, of children from our care and from home, whose 72 hours were over in the window."
good = "Every child is offered someone independent to talk to, after each episode."
why = "What a child says after coming back is the best there is to know about risk."
decision = "Which episodes were passed over; whether the service has enough people."
source = "Statutory guidance on children who run away or go missing from home or care (2014): an interview is offered after each episode."
caveats = "Divides offers by episodes. An offer that comes late makes a past month better; 7.5 has the limit of 72 hours. Each return counts on the day when its hours are over, so that none falls between two months. Away without authorisation is left out; an episode without a kind counts as missing. Episodes that are still going on are in no figure."
example = "Back on 30 March at 10:00: it counts on 2 April, in April, whether an interview was offered before or not."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "No national figure by one rule: research found that councils offer after less than 30% to more than 90% of episodes."
*/
select
    returns.due_on as event_date,
    returns.person_id,
    returns.missing_id as event_id,
    returns.offered_at is not null as met,
    returns.event_date as clock_start,
    cast(returns.offered_at as date) as done_on,
    returns.from_where as kind
from returns_from_missing as returns
