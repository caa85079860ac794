/*
ref = "6.2c"
title = "% care leavers EET around their birthday (19 to 21, DfE's rule)"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 622
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
counted = "In education, employment or training around the 19th, 20th or 21st birthday: activity F1, P1, F2, P2, F4, P4, F5 or P5."
out_of = "Care leavers who turned 19, 20 or 21 in the past 12 months, those of whom nothing is known included."
good = "As many work or study as among others who turn 19 to 21."
why = "At 19 to 21 the offers of school age have ended: it shows whether what was begun at 18 lasted."
decision = "Which young people to offer work, training or a course before the next term begins."
source = "SSDA903 activity codes around the birthday"
caveats = "Illness, disability and parenting count as not in education, employment or training; so does what is not known. A change less than a month after the birthday counts from the day it is recorded, so the figure of a month can still move in the next. Without a history of statuses only birthdays of the last month can be counted, and the figure is of a few."
example = "Three weeks after the birthday an apprenticeship begins and is recorded: it counts (F4). Two months after: it doesn't."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "Care leavers 19 to 21 years EET"
unit = "percent"
comparable = "yes"
why = "The same rule and ages, for the birthdays of a year that ends on 31 March; other months are compared with the last 31 March."
*/
select
    care_leaver_birthdays.as_at,
    care_leaver_birthdays.person_id,
    coalesce(statuses.cles_activity in ('F1', 'P1', 'F2', 'P2', 'F4', 'P4', 'F5', 'P5'), false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from care_leaver_birthdays
join los_care_leaver_statuses as statuses
    on statuses.cles_status_id = care_leaver_birthdays.status_id
    and statuses.cles_person_id = care_leaver_birthdays.person_id
where care_leaver_birthdays.age between 19 and 21
