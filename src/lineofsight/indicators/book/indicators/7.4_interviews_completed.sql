/*
ref = "7.4"
title = "% of return interviews offered that were completed"
report = "monthly"
section = "Missing"
group = "Missing"
order = 740
one_row_for = "missing episode"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
kinds = "From where"
kinds_in_order = ["Missing from our care", "Missing from home"]
counted = "The interview was completed, whenever."
out_of = "Missing episodes that ended in the window and after which an interview was offered: those met in 7.3."
good = "Children want to talk, since the one who asks is someone they trust."
why = "An offer that is mostly declined is an offer made in the wrong way."
decision = "Who makes the offer, and where the interview takes place."
source = "Statutory guidance on children who run away or go missing from home or care (2014): the interview is independent, and in a place where the child feels safe."
caveats = "Divides completed interviews by offers, not by episodes: a high figure with few offers says little, so read it beside 7.3. A child who declines is in the denominator. By the day of the return, not of the interview. An interview not completed counts from $undecided_hours hours after the return."
example = "Offered after 8 of 10 episodes, completed after 6: 75.0% here, 80.0% in 7.3."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
undecided_hours = 72

[[benchmarks]]
comparable = "no"
why = "No national figure of completed by offered interviews."
*/
with in_care as (
    select distinct missing.miss_table_id as missing_id
    from ssd_missing as missing
    join ssd_cla_episodes as episodes
        on episodes.clae_person_id = missing.miss_person_id
        and episodes.clae_cla_episode_start_date <= cast(missing.miss_missing_episode_start_date as date)
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31')
            > cast(missing.miss_missing_episode_start_date as date)
),
short_breaks as (
    select distinct missing.miss_table_id as missing_id
    from ssd_missing as missing
    join ssd_legal_status as statuses
        on statuses.lega_person_id = missing.miss_person_id
        and statuses.lega_legal_status_start_date <= cast(missing.miss_missing_episode_start_date as date)
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31')
            > cast(missing.miss_missing_episode_start_date as date)
    where statuses.lega_legal_status in ('V3', 'V4')
),
returned as (
    select
        missing.miss_table_id as missing_id,
        missing.miss_person_id as person_id,
        missing.miss_missing_episode_end_date as returned_at,
        case
            when in_care.missing_id is not null and short_breaks.missing_id is null then 'Missing from our care'
            else 'Missing from home'
        end as kind
    from ssd_missing as missing
    left join in_care on in_care.missing_id = missing.miss_table_id
    left join short_breaks on short_breaks.missing_id = missing.miss_table_id
    where missing.miss_missing_episode_end_date is not null
        and coalesce(missing.miss_missing_episode_type, 'M') <> 'A'
),
interviews as (
    select
        rhin_missing_id as missing_id,
        min(rhin_offered_at) as offered_at,
        min(rhin_completed_at) as completed_at
    from los_return_interviews
    where rhin_missing_id is not null
    group by rhin_missing_id
)

select
    cast(returned.returned_at as date) as event_date,
    greatest(
        cast(returned.returned_at as date),
        cast(interviews.offered_at as date),
        least(
            coalesce(
                cast(interviews.completed_at as date),
                cast(returned.returned_at + interval '$undecided_hours' hour as date)
            ),
            cast(returned.returned_at + interval '$undecided_hours' hour as date)
        )
    ) as counts_from,
    returned.person_id,
    returned.missing_id as event_id,
    interviews.completed_at is not null as met,
    cast(interviews.offered_at as date) as clock_start,
    cast(interviews.completed_at as date) as done_on,
    returned.kind
from returned
join interviews on interviews.missing_id = returned.missing_id
where interviews.offered_at is not null
