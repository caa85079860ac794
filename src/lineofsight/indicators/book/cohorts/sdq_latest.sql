/*
cohort = "sdq_latest"
title = "Children whose strengths and difficulties are asked about"
who = "Children aged $from_age to $to_age who have been in our care for at least 12 months, with the latest questionnaire that has a score from 0 to 40; of two on a day the higher identifier. An unknown date of birth is out."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): strengths and difficulties questionnaire, ages 5 to 16"
valid_from = "2019-04"
reads_if_there = ["ssd_sdq_scores.csdq_table_id"]

[settings]
from_age = 5
to_age = 16
*/
with aged as (
    select
        in_care.as_at,
        in_care.person_id,
        in_care.entered_on,
        as_at.year_number - extract(year from people.pers_dob)
            - case
                when as_at.month_and_day
                    < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                else 0
            end as age
    from looked_after_12_months as in_care
    join as_at on as_at.as_at = in_care.as_at
    join ssd_person as people on people.pers_person_id = in_care.person_id
),
scored as (
    select
        aged.as_at,
        aged.person_id,
        aged.entered_on,
        scores.csdq_sdq_completed_date as completed_on,
        scores.csdq_sdq_score as score,
        row_number() over (
            partition by aged.as_at, aged.person_id
            order by scores.csdq_sdq_completed_date desc nulls last, scores.csdq_table_id desc
        ) as place
    from aged
    left join ssd_sdq_scores as scores
        on scores.csdq_person_id = aged.person_id
        and scores.csdq_sdq_completed_date <= aged.as_at
        and scores.csdq_sdq_score between 0 and 40
    where aged.age between $from_age and $to_age
)
select as_at, person_id, entered_on, completed_on, score
from scored
where place = 1
