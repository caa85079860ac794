/*
code = "CLA-REV-02"
title = "In our care, and no review due"
sentence = "The child has been in our care for more than $working_days working days and no review is booked from today on. Nobody will notice when the next one is missed."
mend = "Book the next review and record the day by which it is due."
severity = "note"
table = "ssd_cla_episodes"
columns = ["ssd_cla_reviews.clar_cla_review_due_date"]
could = []
distorts = []
source = "Care Planning Regulations 2010, regulation 33"
needs_all = ["ssd_cla_reviews"]
needs_values = ["ssd_cla_reviews.clar_cla_review_due_date"]

[settings]
working_days = 20
*/
with booked as (
    select distinct reviews.clar_cla_id as cla_id
    from ssd_cla_reviews as reviews
    join extract on reviews.clar_cla_review_due_date >= extract.extracted_on
),
booked_people as (
    select distinct episodes.clae_person_id as person_id
    from booked
    join ssd_cla_episodes as episodes on episodes.clae_cla_id = booked.cla_id
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
    episodes.clae_cla_episode_id as record
from ssd_cla_episodes as episodes
join calendar on calendar.day = episodes.clae_entered_care_date
join extract
    on calendar.working_days < extract.working_days - $working_days
    and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
left join booked_people on booked_people.person_id = episodes.clae_person_id
left join short_breaks on short_breaks.person_id = episodes.clae_person_id
where booked_people.person_id is null and short_breaks.person_id is null
