/*
ref = "7.2"
title = "Children who went missing from our care in the past 12 months"
report = "monthly"
section = "Missing"
group = "Missing"
order = 720
one_row_for = "child"
unit = "count"
better = "lower"
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
kinds = "How often"
kinds_in_order = ["Once", "2 to 4 times", "5 times or more"]
counted = "Children with a missing episode that began in the past $within_months months while they were in our care, each once, by how often."
good = "Low is good, unless it is low because nobody reports them."
why = "It tells how many children are at risk; the number of episodes does not."
decision = "Whom to talk about with the police and the home this month."
source = "DfE, Children looked after (SSDA903): children who had a missing incident during the year."
caveats = "Away without authorisation is left out, as with DfE; an episode without a kind counts as missing. A child who has left our care since still counts."
example = "On 31 March 2023: missing on 1 April 2022 counts, on 31 March 2022 does not."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_months = 12

[[benchmarks]]
comparable = "no"
why = "A count. DfE publishes the share of children looked after in the year who had a missing incident, which is not among the figures held here."
*/
with times as (
    select
        as_at.as_at,
        missing_episodes.person_id,
        count(*) as episodes,
        max(missing_episodes.event_date) as latest_on
    from missing_episodes
    join as_at
        on missing_episodes.event_date <= as_at.as_at
        and missing_episodes.event_date > as_at.as_at - interval '$within_months' month
    where missing_episodes.from_our_care
        and coalesce(missing_episodes.episode_type, 'M') <> 'A'
    group by as_at.as_at, missing_episodes.person_id
)
select
    as_at,
    person_id,
    true as met,
    latest_on as done_on,
    case
        when episodes = 1 then 'Once'
        when episodes < 5 then '2 to 4 times'
        else '5 times or more'
    end as kind
from times
