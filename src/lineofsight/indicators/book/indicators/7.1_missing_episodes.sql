/*
ref = "7.1"
title = "Missing episodes of children in our care"
report = "monthly"
section = "Missing"
group = "Missing"
order = 710
one_row_for = "missing episode"
unit = "count"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
kinds = "Kind"
kinds_in_order = ["Missing", "Away without authorisation"]
counted = "Episodes that began in the window while the child was in our care, missing and away without authorisation apart."
good = "Low is good, unless it is low because nobody reports them."
why = "A child who is missing may be exploited or hurt; each episode says something about where the child lives."
decision = "Which children and homes need a plan; what to take up with the police."
source = "DfE, Children looked after (SSDA903): missing and away from placement without authorisation, each incident."
caveats = "One child can have most of the episodes: read it beside 7.2. An episode counts by the day that it began, however long it lasted. Children on short breaks (V3, V4) are left out."
example = "Missing from 31 March to 2 April: counted in March. Missing on the day that care ended: not counted."
owner = "Head of exploitation and missing"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count. DfE publishes incidents for each child who went missing, for England; that is another figure."
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
)
select
    cast(missing.miss_missing_episode_start_date as date) as event_date,
    missing.miss_person_id as person_id,
    missing.miss_table_id as event_id,
    true as met,
    case missing.miss_missing_episode_type
        when 'M' then 'Missing'
        when 'A' then 'Away without authorisation'
    end as kind
from ssd_missing as missing
join in_care on in_care.missing_id = missing.miss_table_id
left join short_breaks on short_breaks.missing_id = missing.miss_table_id
where short_breaks.missing_id is null
