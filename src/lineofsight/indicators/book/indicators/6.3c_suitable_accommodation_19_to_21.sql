/*
ref = "6.3c"
title = "% care leavers in suitable accommodation around their birthday (19 to 21, DfE's rule)"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 632
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
counted = "The home around the 19th, 20th or 21st birthday is recorded as suitable."
out_of = "Care leavers who turned 19, 20 or 21 in the past 12 months, those of whom nothing is known included."
good = "Nobody has lost a safe home since they turned 18."
why = "Tenancies fail after the first year more than in it."
decision = "Whom to help to keep a tenancy, and where more homes are needed."
source = "SSDA903 suitability of accommodation around the birthday"
caveats = "Suitability is a judgement of the worker. Not known counts as not suitable. A change less than a month after the birthday counts from the day it is recorded, so the figure of a month can still move in the next. Without a history of statuses only birthdays of the last month can be counted, and the figure is of a few."
example = "In suitable lodgings until a week before the birthday, in bed and breakfast from then on: the later status stands, and it is not suitable."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "Care leavers 19 to 21 years suitable accommodation"
unit = "percent"
comparable = "yes"
why = "The same rule and ages, for the birthdays of a year that ends on 31 March; other months are compared with the last 31 March."
*/
select
    care_leaver_birthdays.as_at,
    care_leaver_birthdays.person_id,
    coalesce(statuses.cles_accom_suitable = '1', false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from care_leaver_birthdays
join los_care_leaver_statuses as statuses
    on statuses.cles_status_id = care_leaver_birthdays.status_id
    and statuses.cles_person_id = care_leaver_birthdays.person_id
where care_leaver_birthdays.age between 19 and 21
