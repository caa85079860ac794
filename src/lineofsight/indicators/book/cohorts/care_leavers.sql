/*
cohort = "care_leavers"
title = "Care leavers"
who = "Young people aged 17 to 21 whose leaving care status is Relevant, Former relevant or Qualifying, who are not in our care and have not died. Where two statuses are open, the later start stands, then the higher identifier. An unknown date of birth is out."
source = "Children (Leaving Care) Act 2000; the ages are the highlight report's"
valid_from = "2019-04"
reads_if_there = ["los_care_leaver_statuses.cles_status_id", "los_care_leaver_statuses.cles_in_touch"]
*/
with statuses as (
    select
        as_at.as_at,
        statuses.cles_person_id as person_id,
        statuses.cles_status_id as status_id,
        statuses.cles_eligibility as eligibility,
        statuses.cles_in_touch as in_touch,
        statuses.cles_valid_from as entered_on,
        row_number() over (
            partition by as_at.as_at, statuses.cles_person_id
            order by statuses.cles_valid_from desc, statuses.cles_status_id desc
        ) as place
    from los_care_leaver_statuses as statuses
    join as_at
        on statuses.cles_valid_from <= as_at.as_at
        and coalesce(statuses.cles_valid_to, date '9999-12-31') > as_at.as_at
    where statuses.cles_person_id is not null
),
aged as (
    select
        statuses.as_at,
        statuses.person_id,
        statuses.status_id,
        statuses.entered_on,
        as_at.year_number - extract(year from people.pers_dob)
            - case
                when as_at.month_and_day
                    < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                else 0
            end as age
    from statuses
    join as_at on as_at.as_at = statuses.as_at
    join ssd_person as people on people.pers_person_id = statuses.person_id
    where statuses.place = 1
        and statuses.eligibility in ('Relevant', 'Former relevant', 'Qualifying')
        and coalesce(statuses.in_touch, '') <> 'DIED'
)
select aged.as_at, aged.person_id, aged.status_id, aged.entered_on
from aged
left join looked_after
    on looked_after.as_at = aged.as_at and looked_after.person_id = aged.person_id
where aged.age between 17 and 21
    and looked_after.person_id is null
