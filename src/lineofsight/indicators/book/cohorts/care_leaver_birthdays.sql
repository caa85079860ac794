/*
cohort = "care_leaver_birthdays"
title = "Care leavers around their birthday"
who = "Young people whose 17th, 18th, 19th, 20th or 21st birthday fell in the 12 months up to the date, with the leaving care status that was in force around it: from $months_before months before the birthday to $months_after month after, and not after the date. Of several the one that started last stands. Relevant and Former relevant only, without those who died or have been home for six months or more. An unknown date of birth is out."
source = "DfE, SSDA903 guide: care leavers are returned as they were around their birthday, from three months before to one month after it"
valid_from = "2019-04"

[settings]
months_before = 3
months_after = 1
*/
with eligible as (
    select distinct cles_person_id as person_id
    from los_care_leaver_statuses
    where cles_eligibility in ('Relevant', 'Former relevant')
        and cles_person_id is not null
),
anniversaries as (
    select
        people.pers_person_id as person_id,
        people.pers_dob as born_on,
        ages.age,
        cast(
            case ages.age
                when 17 then people.pers_dob + interval '17' year
                when 18 then people.pers_dob + interval '18' year
                when 19 then people.pers_dob + interval '19' year
                when 20 then people.pers_dob + interval '20' year
                else people.pers_dob + interval '21' year
            end as date
        ) as fell_on
    from ssd_person as people
    join eligible on eligible.person_id = people.pers_person_id
    cross join (values (17), (18), (19), (20), (21)) as ages (age)
    where people.pers_dob is not null
),
birthdays as (
    select
        person_id,
        age,
        case when extract(day from fell_on) = extract(day from born_on) then fell_on else fell_on + 1 end as birthday
    from anniversaries
),
around as (
    select
        as_at.as_at,
        birthdays.person_id,
        birthdays.age,
        birthdays.birthday,
        statuses.cles_status_id as status_id,
        statuses.cles_eligibility as eligibility,
        statuses.cles_in_touch as in_touch,
        row_number() over (
            partition by as_at.as_at, birthdays.person_id
            order by birthdays.birthday desc, statuses.cles_valid_from desc, statuses.cles_status_id desc
        ) as place
    from birthdays
    join as_at
        on birthdays.birthday <= as_at.as_at
        and birthdays.birthday > as_at.as_at - interval '12' month
    join los_care_leaver_statuses as statuses
        on statuses.cles_person_id = birthdays.person_id
        and statuses.cles_valid_from
            <= least(cast(birthdays.birthday + interval '$months_after' month as date), as_at.as_at)
        and coalesce(statuses.cles_valid_to, date '9999-12-31')
            > cast(birthdays.birthday - interval '$months_before' month as date)
)
select as_at, person_id, age, birthday, status_id
from around
where place = 1
    and eligibility in ('Relevant', 'Former relevant')
    and coalesce(in_touch, '') not in ('DIED', 'RHOM')
