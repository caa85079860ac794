/*
ref = "7.2"
title = "Children who went missing from our care in the past 12 months"
report = "monthly"
section = "Missing"
group = "Missing"
order = 720
one_row_for = "child"
unit = "count"
better = "lower"
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
kinds = "How often"
kinds_in_order = ["Once", "2 to 4 times", "5 times or more"]
counted = "Children with a missing episode that began in the past $within_months months while they were in our care, each once, by how often."
good = "Low is good, unless it is low because nobody reports them."
why = "It tells how many children are at risk; the number of episodes does not."
decision = "Whom to talk about with the police and the home this month."
source = "DfE, Children looked after (SSDA903): children who had a missing incident during the year."
caveats = "Away without authorisation is left out, as with DfE; an episode without a kind counts as missing. A child who has left our care since still counts."
example = "On 31 March 2023: missing on 1 April 2022 counts, on 31 March 2022 does not."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_months = 12

[[benchmarks]]
comparable = "no"
why = "A count. DfE publishes the share of children looked after in the year who had a missing incident, which is not among the figures held here."
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
times as (
    select
        as_at.as_at,
        missing.miss_person_id as person_id,
        count(*) as episodes,
        max(cast(missing.miss_missing_episode_start_date as date)) as latest_on
    from ssd_missing as missing
    join in_care on in_care.missing_id = missing.miss_table_id
    join as_at
        on cast(missing.miss_missing_episode_start_date as date) <= as_at.as_at
        and cast(missing.miss_missing_episode_start_date as date) > as_at.as_at - interval '$within_months' month
    left join short_breaks on short_breaks.missing_id = missing.miss_table_id
    where short_breaks.missing_id is null
        and coalesce(missing.miss_missing_episode_type, 'M') <> 'A'
    group by as_at.as_at, missing.miss_person_id
)
select
    as_at,
    person_id,
    true as met,
    latest_on as done_on,
    case
        when episodes = 1 then 'Once'
        when episodes < 5 then '2 to 4 times'
        else '5 times or more'
    end as kind
from times
