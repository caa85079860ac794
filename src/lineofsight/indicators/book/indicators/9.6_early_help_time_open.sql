/*
ref = "9.6"
title = "Median days that early help was open"
report = "monthly"
section = "Early help"
group = "Early help"
order = 960
one_row_for = "episode"
unit = "median"
measured_in = "days"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The middle of the days from start to end: half of the episodes were open for no longer."
out_of = "Early help episodes that ended in the window and whose start is known."
good = "Long enough to help and no longer: compare it with what the kind of help is meant to take."
why = "Help that goes on for years is either a need that is too great for it, or a place that another family waits for."
decision = "Whether to agree how long each kind of help lasts, and which long ones to look at (9.7)."
source = "SSD ssd_early_help_episodes"
caveats = "Only those that ended: a month in which old episodes are tidied up looks long. Calendar days."
example = "Opened on 1 March and ended on 31 March: 30 days. Opened and ended on one day: 0."
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
    case
        when earl_episode_start_date <= earl_episode_end_date
            then cast(earl_episode_end_date - earl_episode_start_date as bigint)
    end as amount
from ssd_early_help_episodes
where earl_episode_end_date is not null
    and earl_person_id is not null
