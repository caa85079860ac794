/*
cohort = "cla_reviews_due"
title = "Reviews of children in our care to come"
who = "A row for each child in our care: the review that comes next. The first is due on working day $first_within_working_days after coming into care, the second $second_within_months months after the first, each next $next_within_months months after the one before. A review that was cancelled was not held."
source = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33"
valid_from = "2019-04"

[settings]
first_within_working_days = 20
second_within_months = 3
next_within_months = 6
*/
with period_ids as (
    select distinct clae_person_id as person_id, clae_entered_care_date as entered_on, clae_cla_id as cla_id
    from ssd_cla_episodes
    where clae_cla_id is not null
),
held as (
    select
        looked_after.as_at,
        looked_after.person_id,
        looked_after.entered_on,
        count(distinct reviews.clar_cla_review_date) as reviews_held,
        max(reviews.clar_cla_review_date) as latest_on
    from looked_after
    left join period_ids
        on period_ids.person_id = looked_after.person_id
        and period_ids.entered_on = looked_after.entered_on
    left join ssd_cla_reviews as reviews
        on reviews.clar_cla_id = period_ids.cla_id
        and reviews.clar_cla_review_date >= looked_after.entered_on
        and reviews.clar_cla_review_date <= looked_after.as_at
        and not coalesce(reviews.clar_cla_review_cancelled, false)
    group by looked_after.as_at, looked_after.person_id, looked_after.entered_on
)
select
    held.as_at,
    held.person_id,
    cast(null as varchar) as event_id,
    coalesce(held.latest_on, held.entered_on) as clock_start,
    cast(
        case
            when held.reviews_held = 0 then first_due.first_day
            when held.reviews_held = 1 then held.latest_on + interval '$second_within_months' month
            else held.latest_on + interval '$next_within_months' month
        end as date
    ) as due_on
from held
left join calendar on calendar.day = held.entered_on
left join working_days as first_due on first_due.number = calendar.working_days + $first_within_working_days
