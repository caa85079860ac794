/*
cohort = "looked_after_12_months"
title = "Children in our care for at least 12 months"
who = "Children in our care who have been so on every day of the $within_months months up to the date: on 31 March those who came into care on or before 1 April of the year before. One period of care without a break; without agreed series of short breaks."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): looked after continuously for at least twelve months at 31 March"
valid_from = "2019-04"

[settings]
within_months = 12
*/
select in_care.as_at, in_care.person_id, in_care.entered_on
from looked_after as in_care
join (
    select clae_person_id as person_id, max(clae_entered_care_date) as last_entered_on
    from ssd_cla_episodes
    group by clae_person_id
) as told  -- without the day of coming into care an episode's start would pass for it: then this can't be told
    on told.person_id = in_care.person_id
where in_care.entered_on <= cast(in_care.as_at - interval '$within_months' month as date) + 1
