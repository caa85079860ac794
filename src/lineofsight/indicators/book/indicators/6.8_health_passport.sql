/*
ref = "6.8"
title = "% care leavers who were given their health passport"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 680
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "A date is recorded on which the young person got the summary of their health history."
out_of = "Care leavers."
good = "Everybody leaves with it in their hand: what others know from their parents."
why = "Immunisations, illnesses and family history are asked for at every surgery, and nobody else can tell them."
decision = "For whom to ask the health team for a passport."
source = "Promoting the health and well-being of looked-after children (statutory guidance), on leaving care"
caveats = "Recorded is not read: ask the young people whether it is of use. Where it isn't recorded at all, the figure says how it is recorded."
example = "Given on the day of the figure: counts. A date in the future is not used."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect health passports."
*/
select
    care_leavers.as_at,
    care_leavers.person_id,
    count(statuses.cles_person_id) > 0 as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    min(statuses.cles_health_passport_date) as done_on
from care_leavers
left join los_care_leaver_statuses as statuses
    on statuses.cles_person_id = care_leavers.person_id
    and statuses.cles_health_passport_date <= care_leavers.as_at
group by care_leavers.as_at, care_leavers.person_id
