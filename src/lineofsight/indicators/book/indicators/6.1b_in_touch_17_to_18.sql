/*
ref = "6.1b"
title = "% care leavers in touch around their birthday (17 to 18, DfE's rule)"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 611
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
counted = "We were in touch around the 17th or 18th birthday: the status in force from three months before it to one month after says yes."
out_of = "Care leavers who turned 17 or 18 in the past 12 months, those of whom nothing is known included."
good = "Every young person hears from us around each birthday, whatever else happens in their life."
why = "6.1 tests recording within a year; this is what is returned to DfE, and what inspectors have read before they come."
decision = "Whose birthday is coming, and who has not been spoken to since spring."
source = "SSDA903: whether the authority was in touch around the birthday. Those who died, or have been home for six months or more, are left out as DfE leaves them out"
caveats = "Refuses contact, and no longer needs the service, count as not in touch, as they do for DfE. A change less than a month after the birthday counts from the day it is recorded, so the figure of a month can still move in the next. Without a history of statuses only birthdays of the last month can be counted, and the figure is of a few."
example = "Turned 17 on 10 January: a status that began on 10 February still counts, one that began on 11 February doesn't."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE publishes who is in touch by this rule, but its figures aren't among those that are held here."
*/
select
    care_leaver_birthdays.as_at,
    care_leaver_birthdays.person_id,
    coalesce(statuses.cles_in_touch = 'YES', false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from care_leaver_birthdays
join los_care_leaver_statuses as statuses
    on statuses.cles_status_id = care_leaver_birthdays.status_id
    and statuses.cles_person_id = care_leaver_birthdays.person_id
where care_leaver_birthdays.age between 17 and 18
