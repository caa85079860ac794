/*
ref = "5.18"
title = "CLA cases which were reviewed within required timescales"
group = "Reviews"
section = "Children in our care"
order = 430
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
rating = "minimum_and_upper"
late_stays = true
counted = "Every review that fell due in the year was held by its due date, and none is overdue at the date or was when care ended; in every period of care that counts."
out_of = "Children with a period of care that overlaps the past 12 months and has a due date or a held review in them, or a review overdue however old."
good = "No child in our care waits for a review."
why = "The review is where the child, the carers and the council agree the plan."
decision = "Which reviews to book."
source = "Care Planning Regulations 2010, regulation 33: 20 working days after becoming looked after, then within 3 months, then at most 6 months apart."
caveats = "Due dates as recorded are not read: they are rebuilt from the reviews held. Children on short breaks (V3, V4) are left out. Care ends at 18, also where the episode was left open. The denominator holds children who have left care in the year, so it is larger than 1.4."
example = "Held late before the window: late then, not again. Care ended before the due date: nothing was due."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
first_within_working_days = 20
second_within_months = 3
next_within_months = 6
window_months = 12

[[targets]]
from = "2019-04"
minimum = 95
upper = 100

[[benchmarks]]
comparable = "no"
why = "DfE no longer publishes whether reviews of children looked after were in time."
*/
with anniversaries as (
    select pers_person_id as person_id, pers_dob as born_on, cast(pers_dob + interval '18' year as date) as fell_on
    from ssd_person
    where pers_dob is not null
),
birthdays as (
    select
        person_id,
        case when extract(day from fell_on) = extract(day from born_on) then fell_on else fell_on + 1 end as turned_18_on
    from anniversaries
),
periods as (
    select
        episodes.clae_person_id as person_id,
        episodes.clae_entered_care_date as entered_on,
        least(
            max(coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31')),
            max(coalesce(birthdays.turned_18_on, date '9999-12-31'))
        ) as ended_on
    from ssd_cla_episodes as episodes
    left join birthdays on birthdays.person_id = episodes.clae_person_id
    where episodes.clae_entered_care_date is not null
    group by episodes.clae_person_id, episodes.clae_entered_care_date
),
period_ids as (
    select distinct clae_person_id as person_id, clae_entered_care_date as entered_on, clae_cla_id as cla_id
    from ssd_cla_episodes
    where clae_cla_id is not null
),
held as (
    select
        person_id,
        entered_on,
        held_on,
        row_number() over (partition by person_id, entered_on order by held_on) as place
    from (
        select distinct periods.person_id, periods.entered_on, reviews.clar_cla_review_date as held_on
        from periods
        join period_ids
            on period_ids.person_id = periods.person_id and period_ids.entered_on = periods.entered_on
        join ssd_cla_reviews as reviews
            on reviews.clar_cla_id = period_ids.cla_id
            and reviews.clar_cla_review_date >= periods.entered_on
            and reviews.clar_cla_review_date <= periods.ended_on
        where not coalesce(reviews.clar_cla_review_cancelled, false)
    ) as held_days
),
intervals as (
    select periods.person_id, periods.entered_on as clock_start, periods.entered_on, first_due.first_day as due_on
    from periods
    join calendar on calendar.day = periods.entered_on
    join working_days as first_due on first_due.number = calendar.working_days + $first_within_working_days
    union all
    select
        held.person_id,
        held.held_on as clock_start,
        held.entered_on,
        case
            when held.place = 1 then cast(held.held_on + interval '$second_within_months' month as date)
            else cast(held.held_on + interval '$next_within_months' month as date)
        end as due_on
    from held
),
numbered as (
    select
        intervals.person_id,
        intervals.entered_on,
        intervals.clock_start,
        intervals.due_on,
        row_number() over (
            partition by intervals.person_id, intervals.entered_on
            order by intervals.clock_start, intervals.due_on
        ) as place
    from intervals
),
steps as (
    select
        numbered.person_id,
        numbered.entered_on,
        numbered.clock_start,
        numbered.due_on,
        coalesce(held.held_on, date '9999-12-31') as held_on
    from numbered
    left join held
        on held.person_id = numbered.person_id
        and held.entered_on = numbered.entered_on
        and held.place = numbered.place
),
short_breaks as (
    select distinct as_at.as_at, periods.person_id, periods.entered_on
    from periods
    join as_at on periods.entered_on <= as_at.as_at
    join ssd_legal_status as statuses
        on statuses.lega_person_id = periods.person_id
        and statuses.lega_legal_status_start_date <= least(as_at.as_at, periods.ended_on - 1)
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31')
            > least(as_at.as_at, periods.ended_on - 1)
    where statuses.lega_legal_status in ('V3', 'V4')
),
steps_at as (
    select
        as_at.as_at,
        steps.person_id,
        steps.entered_on,
        steps.clock_start,
        steps.due_on,
        steps.held_on,
        periods.ended_on <= as_at.as_at as has_ended,
        not (periods.ended_on <= as_at.as_at and steps.due_on >= periods.ended_on) as is_due,
        steps.due_on > as_at.as_at - interval '$window_months' month
            and steps.due_on <= as_at.as_at as due_in_window,
        steps.held_on > as_at.as_at - interval '$window_months' month
            and steps.held_on <= as_at.as_at as held_in_window,
        steps.held_on > as_at.as_at as not_held
    from steps
    join periods on periods.person_id = steps.person_id and periods.entered_on = steps.entered_on
    join as_at
        on steps.clock_start <= as_at.as_at
        and greatest(steps.due_on, steps.held_on) > as_at.as_at - interval '$window_months' month
        and periods.ended_on > as_at.as_at - interval '$window_months' month
),
judged as (
    select
        as_at,
        person_id,
        entered_on,
        clock_start,
        due_on,
        case when held_on <= as_at then held_on end as held_on,
        is_due and not not_held and held_on > due_on and due_in_window
            or is_due and not_held and due_on < as_at as is_late,
        is_due and due_in_window or held_in_window
            or is_due and not_held and due_on < as_at as counts,
        not_held and is_due and not has_ended as is_running
    from steps_at
),
counted as (
    select judged.as_at, judged.person_id, judged.entered_on
    from judged
    left join short_breaks
        on short_breaks.as_at = judged.as_at
        and short_breaks.person_id = judged.person_id
        and short_breaks.entered_on = judged.entered_on
    where short_breaks.person_id is null
    group by judged.as_at, judged.person_id, judged.entered_on
    having max(case when judged.counts then 1 else 0 end) = 1
),
ordered as (
    select
        judged.as_at,
        judged.person_id,
        judged.is_late,
        judged.is_running,
        judged.clock_start,
        judged.due_on,
        judged.held_on,
        max(judged.held_on) over (partition by judged.as_at, judged.person_id) as last_held_on,
        row_number() over (
            partition by judged.as_at, judged.person_id
            order by
                case when judged.is_late then 0 when judged.is_running then 1 else 2 end,
                judged.due_on,
                judged.entered_on,
                judged.clock_start
        ) as place
    from judged
    join counted
        on counted.as_at = judged.as_at
        and counted.person_id = judged.person_id
        and counted.entered_on = judged.entered_on
)
select
    as_at,
    person_id,
    not is_late as met,
    case when is_late or is_running then clock_start end as clock_start,
    case when is_late or is_running then due_on end as due_on,
    case when is_late then held_on else last_held_on end as done_on
from ordered
where place = 1
