/*
ref = "7.1"
title = "Missing episodes of children in our care"
report = "monthly"
section = "Missing"
group = "Missing"
order = 710
one_row_for = "missing episode"
unit = "count"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
kinds = "Kind"
kinds_in_order = ["Missing", "Away without authorisation"]
counted = "Episodes that began in the window while the child was in our care, missing and away without authorisation apart."
good = "Low is good, unless it is low because nobody reports them."
why = "A child who is missing may be exploited or hurt; each episode says something about where the child lives."
decision = "Which children and homes need a plan; what to take up with the police."
source = "DfE, Children looked after (SSDA903): missing and away from placement without authorisation, each incident."
caveats = "One child can have most of the episodes: read it beside 7.2. An episode counts by the day that it began, however long it lasted. Children on short breaks (V3, V4) are left out."
example = "Missing from 31 March to 2 April: counted in March. Missing on the day that care ended: not counted."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count. DfE publishes incidents for each child who went missing, for England; that is another figure."
*/
select
    event_date,
    person_id,
    missing_id as event_id,
    true as met,
    case episode_type
        when 'M' then 'Missing'
        when 'A' then 'Away without authorisation'
    end as kind
from missing_episodes
where from_our_care
