/*
ref = "9.1"
title = "Children with early help open, by the organisation that leads it"
report = "monthly"
section = "Early help"
group = "Early help"
order = 910
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
kinds = "Organisation"
counted = "Children with an early help episode open at the date; by the centre or organisation that leads it."
good = "Help is there where children live, and is led by whoever the family trusts most."
why = "What early help carries is not seen in the open cases, and it is what holds them down."
decision = "Where to put family workers, and which partners to ask to lead more."
source = "SSD ssd_early_help_episodes, earl_episode_organisation"
caveats = "Only episodes that partners record with us. A child with two at once counts once, with the one that started last."
example = "Ended on 31 March: not open on 31 March."
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
    early_help.as_at,
    early_help.person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    episodes.earl_episode_organisation as kind
from early_help
join ssd_early_help_episodes as episodes
    on episodes.earl_episode_id = early_help.episode_id
    and episodes.earl_person_id = early_help.person_id
