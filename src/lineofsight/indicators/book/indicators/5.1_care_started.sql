/*
ref = "5.1"
title = "Children who started to be looked after"
report = "monthly"
section = "Children in our care"
group = "Children in our care"
order = 503
one_row_for = "period of care"
unit = "count"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
kinds = "Need"
reads_if_there = ["ssd_cla_episodes.clae_cla_primary_need_code"]
counted = "Periods of care that began in the window, by the category of need of their first episode."
good = "Neither high nor low is good: a child who needs care comes into it, and no child whose family could have been helped to stay together."
why = "Each start is a child who leaves home, and tells how well help before it worked."
decision = "Whether help at the edge of care reaches families in time; how many placements are needed."
source = "DfE, Children looked after (SSDA903): children who started to be looked after; without agreed series of short breaks (V3, V4)."
caveats = "A child who comes into care twice in a year counts twice; DfE counts the first start of a year only. A change of placement or legal status is no start."
example = "In care from 3 March to 20 March, and again from 28 March: two starts in March."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count: councils of different size can be compared only by rates."
*/
with first_episodes as (
    select
        clae_cla_episode_id as episode_id,
        clae_person_id as person_id,
        clae_entered_care_date as entered_on,
        clae_cla_primary_need_code as need,
        row_number() over (
            partition by clae_person_id, clae_entered_care_date
            order by clae_cla_episode_start_date, clae_cla_episode_id
        ) as place
    from ssd_cla_episodes
    where clae_entered_care_date is not null
        and clae_person_id is not null
)
select
    periods.event_date,
    periods.person_id,
    first_episodes.episode_id as event_id,
    true as met,
    case first_episodes.need
        when 'N1' then 'Abuse or neglect'
        when 'N2' then 'Child''s disability or illness'
        when 'N3' then 'Parent''s disability or illness'
        when 'N4' then 'Family in acute stress'
        when 'N5' then 'Family dysfunction'
        when 'N6' then 'Socially unacceptable behaviour'
        when 'N7' then 'Low income'
        when 'N8' then 'Absent parenting'
    end as kind
from care_periods as periods
join first_episodes
    on first_episodes.person_id = periods.person_id
    and first_episodes.entered_on = periods.event_date
    and first_episodes.place = 1
