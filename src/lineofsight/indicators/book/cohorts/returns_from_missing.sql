/*
cohort = "returns_from_missing"
title = "Returns from missing"
who = "A row for each missing episode that ended, on the day of the return, of children from our care and from home, with the first offer of a return interview and the first interview completed; one that was completed was offered. Away without authorisation is left out; an episode without a kind counts as missing."
source = "Statutory guidance on children who run away or go missing from home or care (2014): an interview is offered after each episode"
valid_from = "2019-04"
grain = "event"
*/
with interviews as (
    select
        rhin_missing_id as missing_id,
        min(coalesce(rhin_offered_at, rhin_completed_at)) as offered_at,
        min(rhin_completed_at) as completed_at
    from los_return_interviews
    where rhin_missing_id is not null
    group by rhin_missing_id
)
select
    cast(missing.miss_missing_episode_end_date as date) as event_date,
    missing.miss_person_id as person_id,
    missing.miss_table_id as missing_id,
    missing.miss_missing_episode_end_date as returned_at,
    case when missing_episodes.from_our_care then 'Missing from our care' else 'Missing from home' end as from_where,
    interviews.offered_at,
    interviews.completed_at
from ssd_missing as missing
left join missing_episodes on missing_episodes.missing_id = missing.miss_table_id
left join interviews on interviews.missing_id = missing.miss_table_id
where missing.miss_missing_episode_end_date is not null
    and coalesce(missing.miss_missing_episode_type, 'M') <> 'A'
