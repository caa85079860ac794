/*
cohort = "looked_after_12_months"
title = "Children in our care for at least 12 months"
who = "Children in our care who have been so on every day of the $within_months months up to the date: on 31 March those who came into care on or before 1 April of the year before. One period of care without a break; without agreed series of short breaks."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): looked after continuously for at least twelve months at 31 March"
valid_from = "2019-04"

[settings]
within_months = 12
*/
select as_at, person_id, entered_on
from looked_after
where entered_on <= cast(as_at - interval '$within_months' month as date) + 1
