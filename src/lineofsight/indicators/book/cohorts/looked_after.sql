/*
cohort = "looked_after"
title = "Children in our care"
who = "Children with an episode of care that is open, under 18, and not on an agreed series of short breaks (legal status V3 or V4), even beside another status. An unknown date of birth counts as under 18."
source = "DfE, Children looked after (SSDA903): children under an agreed series of short-term placements are left out"
valid_from = "2019-04"
reads_if_there = ["ssd_cla_episodes.clae_entered_care_date"]
*/
with in_care as (
    select
        as_at.as_at,
        episodes.clae_person_id as person_id,
        min(coalesce(episodes.clae_entered_care_date, episodes.clae_cla_episode_start_date)) as entered_on
    from ssd_cla_episodes as episodes
    join as_at
        on episodes.clae_cla_episode_start_date <= as_at.as_at
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > as_at.as_at
    where episodes.clae_person_id is not null
    group by as_at.as_at, episodes.clae_person_id
),
short_breaks as (
    select distinct as_at.as_at, statuses.lega_person_id as person_id
    from ssd_legal_status as statuses
    join as_at
        on statuses.lega_legal_status_start_date <= as_at.as_at
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > as_at.as_at
    where statuses.lega_legal_status in ('V3', 'V4')
),
adults as (
    select as_at.as_at, people.pers_person_id as person_id
    from ssd_person as people
    join as_at
        on as_at.year_number - extract(year from people.pers_dob)
            - case
                when as_at.month_and_day
                    < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                else 0
            end >= 18
)
select in_care.as_at, in_care.person_id, in_care.entered_on
from in_care
left join short_breaks
    on short_breaks.as_at = in_care.as_at and short_breaks.person_id = in_care.person_id
left join adults
    on adults.as_at = in_care.as_at and adults.person_id = in_care.person_id
where short_breaks.person_id is null
    and adults.person_id is null
