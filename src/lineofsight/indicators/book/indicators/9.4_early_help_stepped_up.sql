/*
ref = "9.4"
title = "% early help episodes that ended with a step up to social care"
report = "monthly"
section = "Early help"
group = "Early help"
order = 940
one_row_for = "episode"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The reason that was recorded for the end says that it stepped up."
out_of = "Early help episodes that ended in the window, those without a reason included."
good = "Neither high nor low is good by itself: low can mean that risk was missed, high that help came late."
why = "It is the line between early help and social care, seen from the side of the families."
decision = "Which step ups to read: could more have been done before, and was it right to wait."
source = "SSD ssd_early_help_episodes, earl_episode_end_reason"
caveats = "The reasons are the council's own words; the setting stepped_up says which of them are a step up, and stepped_down which are none although they read so (small letters, % for any text). A referral that came after the end is not seen here."
example = "'Stepped up to social care' and 'Step-up: CIN' count; 'Outcomes met' doesn't, nor does an end without a reason."
owner = "Head of early help"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
stepped_up = "%step%up%"
stepped_down = "%step%down%"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect early help."
*/
select
    earl_episode_end_date as event_date,
    cast(null as date) as counts_from,
    earl_person_id as person_id,
    earl_episode_id as event_id,
    coalesce(
        lower(earl_episode_end_reason) like $stepped_up and not lower(earl_episode_end_reason) like $stepped_down,
        false
    ) as met,
    earl_episode_start_date as clock_start,
    cast(null as date) as due_on,
    earl_episode_end_date as done_on
from ssd_early_help_episodes
where earl_episode_end_date is not null
    and earl_person_id is not null
