/*
ref = "6.7a"
title = "% care leavers aged 22 to 25 who asked for support and are in touch"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 671
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "In touch, by the status open at the date."
out_of = "Young people aged 22 to 25 who asked for support."
good = "Whoever asked has had an answer."
why = "Support that was asked for and never came is worse than none offered."
decision = "Whom to answer first."
source = "SSDA903 code of being in touch, on the day"
caveats = "Few young people: one more or less moves it by points."
example = "Asked for support and has since refused contact: in the denominator, not in the numerator."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE publishes at each age how many of those who asked are in touch, but its figures aren't among those that are held here."
*/
select
    older.as_at,
    older.person_id,
    coalesce(statuses.cles_in_touch = 'YES', false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    case when statuses.cles_latest_contact <= older.as_at then statuses.cles_latest_contact end as done_on
from care_leavers_22_to_25 as older
join los_care_leaver_statuses as statuses
    on statuses.cles_status_id = older.status_id
    and statuses.cles_person_id = older.person_id
