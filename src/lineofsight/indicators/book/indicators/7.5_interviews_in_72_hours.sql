/*
ref = "7.5"
title = "% of missing episodes with a return interview completed within 72 hours"
report = "monthly"
section = "Missing"
group = "Missing"
order = 750
one_row_for = "missing episode"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
kinds = "From where"
kinds_in_order = ["Missing from our care", "Missing from home"]
counted = "An interview was completed within $within_hours hours of the return, by the clock; where only the day of the return is known, by the end of the third day after it."
out_of = "All missing episodes that ended in the window, whether or not an interview was offered."
good = "The child is heard while it is fresh, and before it happens again."
why = "Within three days a child remembers and may still talk; many go again soon."
decision = "Which returns are waiting now; how the service covers weekends."
source = "Statutory guidance on children who run away or go missing from home or care (2014): within 72 hours of the return."
caveats = "Divides by all episodes, not by completed interviews, so it cannot be made good by interviewing few. By the clock, weekends and holidays included. One interview for several episodes counts only for those that it is recorded for."
example = "Back on Friday at 10:00: in time to Monday at 10:00; at 10:01 it is late."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_hours = 72

[[benchmarks]]
comparable = "no"
why = "No official figure: Missing People found 63% completed within 72 hours in 2023-24, of the councils that answered, by rules of their own."
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
),
due as (
    select
        returned.missing_id,
        returned.person_id,
        returned.returned_at,
        returned.kind,
        interviews.completed_at,
        case
            when returned.returned_at = cast(cast(returned.returned_at as date) as timestamp)
                then returned.returned_at + interval '$within_hours' hour + interval '1439' minute
            else returned.returned_at + interval '$within_hours' hour
        end as due_at
    from returned
    left join interviews on interviews.missing_id = returned.missing_id
)
select
    cast(returned_at as date) as event_date,
    greatest(
        cast(returned_at as date),
        least(coalesce(cast(completed_at as date), cast(due_at as date)), cast(due_at as date))
    ) as counts_from,
    person_id,
    missing_id as event_id,
    coalesce(completed_at <= due_at, false) as met,
    cast(returned_at as date) as clock_start,
    cast(due_at as date)
        - case when completed_at > due_at and cast(completed_at as date) = cast(due_at as date) then 1 else 0 end
        as due_on,
    cast(completed_at as date) as done_on,
    kind
from due
