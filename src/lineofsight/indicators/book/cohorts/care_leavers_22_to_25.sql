/*
cohort = "care_leavers_22_to_25"
title = "Care leavers of 22 to 25 who asked for support"
who = "Young people aged 22 to $oldest who have asked for support and have not died: the status open at the date says so. Where two are open, the later start stands, then the higher identifier. An unknown date of birth is out."
source = "Children and Social Work Act 2017: former relevant young people who ask are supported until they are 25; DfE publishes them as aged 22 to 25"
valid_from = "2019-04"
reads_if_there = ["los_care_leaver_statuses.cles_status_id", "los_care_leaver_statuses.cles_in_touch"]

[settings]
oldest = 25
*/
with statuses as (
    select
        as_at.as_at,
        as_at.year_number,
        as_at.month_and_day,
        statuses.cles_person_id as person_id,
        statuses.cles_status_id as status_id,
        statuses.cles_in_touch as in_touch,
        statuses.cles_valid_from as entered_on,
        statuses.cles_asked_for_support as asked_for_support,
        row_number() over (
            partition by as_at.as_at, statuses.cles_person_id
            order by statuses.cles_valid_from desc, statuses.cles_status_id desc
        ) as place
    from los_care_leaver_statuses as statuses
    join as_at
        on statuses.cles_valid_from <= as_at.as_at
        and coalesce(statuses.cles_valid_to, date '9999-12-31') > as_at.as_at
    where statuses.cles_person_id is not null
)
select statuses.as_at, statuses.person_id, statuses.status_id, statuses.entered_on
from statuses
join ssd_person as people on people.pers_person_id = statuses.person_id
where statuses.place = 1
    and statuses.asked_for_support
    and coalesce(statuses.in_touch, '') <> 'DIED'
    and statuses.year_number - extract(year from people.pers_dob)
        - case
            when statuses.month_and_day
                < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
            else 0
        end between 22 and $oldest
