/*
ref = "7.3"
title = "% of missing episodes after which a return interview was offered"
report = "monthly"
section = "Missing"
group = "Missing"
order = 730
one_row_for = "missing episode"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
kinds = "From where"
kinds_in_order = ["Missing from our care", "Missing from home"]
counted = "An interview was offered, whenever and whether or not the child wanted it."
out_of = "All missing episodes that ended in the window, of children from our care and from home."
good = "Every child is offered someone independent to talk to, after each episode."
why = "What a child says after coming back is the best there is to know about risk."
decision = "Which episodes were passed over; whether the service has enough people."
source = "Statutory guidance on children who run away or go missing from home or care (2014): an interview is offered after each episode."
caveats = "Divides offers by episodes. An offer that comes late makes a past month better; 7.5 has the limit of 72 hours. An episode without an offer counts from $undecided_hours hours after the return. Away without authorisation is left out; an episode without a kind counts as missing. Episodes that are still going on are in no figure."
example = "Back on 30 March, no offer by 31 March: not in the figure for March yet; from 2 April on it counts, as not offered."
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
why = "No national figure by one rule: research found that councils offer after less than 30% to more than 90% of episodes."
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
        least(
            coalesce(
                cast(interviews.offered_at as date),
                cast(returned.returned_at + interval '$undecided_hours' hour as date)
            ),
            cast(returned.returned_at + interval '$undecided_hours' hour as date)
        )
    ) as counts_from,
    returned.person_id,
    returned.missing_id as event_id,
    interviews.offered_at is not null as met,
    cast(returned.returned_at as date) as clock_start,
    cast(interviews.offered_at as date) as done_on,
    returned.kind
from returned
left join interviews on interviews.missing_id = returned.missing_id
