/*
cohort = "returns_from_missing"
title = "Returns from missing"
who = "A row for each missing episode that ended, on the day of the return, of children from our care and from home, with the day on which the $within_hours hours for an interview are over, the first offer of one and the first interview completed; one that was completed was offered. By the clock; where only the day of the return is known, they are over at the end of the third day after it. Away without authorisation is left out; an episode without a kind counts as missing."
source = "Statutory guidance on children who run away or go missing from home or care (2014): an interview after each episode, within 72 hours"
valid_from = "2019-04"
grain = "event"

[settings]
within_hours = 72
*/
with interviews as (
    select
        rhin_missing_id as missing_id,
        min(coalesce(rhin_offered_at, rhin_completed_at)) as offered_at,
        min(rhin_completed_at) as completed_at
    from los_return_interviews
    where rhin_missing_id is not null
    group by rhin_missing_id
),
returns as (
    select
        miss_table_id as missing_id,
        miss_person_id as person_id,
        cast(miss_missing_episode_end_date as date) as returned_on,
        case
            when miss_missing_episode_end_date = cast(cast(miss_missing_episode_end_date as date) as timestamp)
                then miss_missing_episode_end_date + interval '$within_hours' hour + interval '1439' minute
            else miss_missing_episode_end_date + interval '$within_hours' hour
        end as due_at
    from ssd_missing
    where miss_missing_episode_end_date is not null
        and coalesce(miss_missing_episode_type, 'M') <> 'A'
)
select
    returns.returned_on as event_date,
    returns.person_id,
    returns.missing_id,
    returns.due_at,
    cast(returns.due_at as date) as due_on,
    case when missing_episodes.from_our_care then 'Missing from our care' else 'Missing from home' end as from_where,
    interviews.offered_at,
    interviews.completed_at
from returns
left join missing_episodes on missing_episodes.missing_id = returns.missing_id
left join interviews on interviews.missing_id = returns.missing_id
