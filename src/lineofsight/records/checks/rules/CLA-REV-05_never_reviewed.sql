/*
code = "CLA-REV-05"
title = "In our care for months, and never reviewed"
sentence = "The child has been in our care for more than $working_days working days and no review in this period of care is recorded. Either nobody has asked the child and the carers how it goes, or the reviews are linked to another period."
mend = "Hold the review; link the reviews that were held to this period of care."
severity = "warning"
table = "ssd_cla_episodes"
columns = ["ssd_cla_reviews.clar_cla_review_date", "ssd_cla_reviews.clar_cla_id"]
could = ["better"]
distorts = ["5.18"]
source = "Care Planning Regulations 2010, regulation 33: the first review within 20 working days"

[settings]
working_days = 30
*/
with latest as (
    select episodes.clae_person_id as person_id, max(reviews.clar_cla_review_date) as held_on
    from ssd_cla_reviews as reviews
    join ssd_cla_episodes as episodes on episodes.clae_cla_id = reviews.clar_cla_id
    group by episodes.clae_person_id
),
short_breaks as (
    select distinct statuses.lega_person_id as person_id
    from ssd_legal_status as statuses
    join extract
        on statuses.lega_legal_status_start_date <= extract.extracted_on
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > extract.extracted_on
    where statuses.lega_legal_status in ('V3', 'V4')
)
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_entered_care_date as value,
    episodes.clae_entered_care_date as from_on
from ssd_cla_episodes as episodes
join calendar on calendar.day = episodes.clae_entered_care_date
join extract
    on calendar.working_days < extract.working_days - $working_days
    and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
left join latest on latest.person_id = episodes.clae_person_id
left join short_breaks on short_breaks.person_id = episodes.clae_person_id
where coalesce(latest.held_on, date '1900-01-01') < episodes.clae_entered_care_date
    and short_breaks.person_id is null
