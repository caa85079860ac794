/*
ref = "9.3"
title = "Early help episodes ended, by reason"
report = "monthly"
section = "Early help"
group = "Early help"
order = 930
one_row_for = "episode"
unit = "count"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
kinds = "Reason"
counted = "Early help episodes that ended in the window; by the reason that was recorded."
good = "Most end because the family got what it came for."
why = "Families who withdraw, and cases that drift to an end, look like any other closure until one asks why."
decision = "Which endings to read in audit."
source = "SSD ssd_early_help_episodes, earl_episode_end_reason"
caveats = "The reasons are the council's own words: two ways to write one reason are two rows."
example = "An end date after the date of the figure is planned, and not counted yet."
owner = "Head of early help"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect early help."
*/
select
    earl_episode_end_date as event_date,
    cast(null as date) as counts_from,
    earl_person_id as person_id,
    earl_episode_id as event_id,
    true as met,
    earl_episode_start_date as clock_start,
    cast(null as date) as due_on,
    earl_episode_end_date as done_on,
    trim(earl_episode_end_reason) as kind
from ssd_early_help_episodes
where earl_episode_end_date is not null
    and earl_person_id is not null
