/*
cohort = "return_interviews_due"
title = "Return interviews that are to be held"
who = "A row for each return from missing of the past $listed_for_days days without a completed interview, those that were declined left out. Due on the day when the hours of returns_from_missing are over."
source = "Statutory guidance on children who run away or go missing from home or care (2014): within 72 hours of the return; for how long a return is listed is local"
valid_from = "2019-04"
reads_if_there = ["los_return_interviews.rhin_declined_reason"]

[settings]
listed_for_days = 28
*/
with declined as (
    select distinct rhin_missing_id as missing_id
    from los_return_interviews
    where rhin_missing_id is not null
        and rhin_declined_reason is not null
)
select
    as_at.as_at,
    returns.person_id,
    returns.missing_id as event_id,
    returns.event_date as clock_start,
    returns.due_on
from as_at
join returns_from_missing as returns
    on returns.event_date <= as_at.as_at
    and returns.event_date > as_at.as_at - $listed_for_days
left join declined on declined.missing_id = returns.missing_id
where declined.missing_id is null
    and coalesce(cast(returns.completed_at as date) > as_at.as_at, true)
