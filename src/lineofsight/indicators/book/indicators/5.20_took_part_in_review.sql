/*
ref = "5.20"
title = "% of reviews of children in our care in which the child took part"
report = "monthly"
section = "Children in our care"
group = "Children in our care"
order = 560
one_row_for = "review"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The child spoke, or had views brought in by an advocate, by signs or by other means (codes $taking_part)."
out_of = "Reviews held in the window, not cancelled, of children aged $from_age and over."
good = "No plan for a child is made without the child."
why = "Children who have a say in their plan are more likely to hold to it, and it is their right."
decision = "Which reviews need an advocate, another place or another hour."
source = "DfE, Children looked after (SSDA903), participation codes PN0 to PN7; Care Planning Regulations 2010: the child's wishes and feelings at each review."
caveats = "Attending without saying anything (PN4) does not count as taking part; councils that count it write it into the setting taking_part. A review without a code counts as not; PN0 (under 4) is left out, and so are reviews of children on short breaks (V3, V4)."
example = "Did not come but sent a drawing by the carer (PN6): took part. Came and said nothing (PN4): did not."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
taking_part = "PN1 PN2 PN3 PN5 PN6"
from_age = 4

[[benchmarks]]
comparable = "no"
why = "DfE no longer publishes participation in reviews."
*/
with children as (
    select clae_cla_id as cla_id, max(clae_person_id) as person_id
    from ssd_cla_episodes
    where clae_cla_id is not null
    group by clae_cla_id
),
held as (
    select
        reviews.clar_cla_review_id as review_id,
        children.person_id,
        reviews.clar_cla_review_date as held_on,
        coalesce(reviews.clar_cla_review_participation, 'none') as participation,
        extract(year from reviews.clar_cla_review_date) - extract(year from people.pers_dob)
            - case
                when extract(month from reviews.clar_cla_review_date) * 100
                    + extract(day from reviews.clar_cla_review_date)
                    < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                else 0
            end as age
    from ssd_cla_reviews as reviews
    join children on children.cla_id = reviews.clar_cla_id
    left join ssd_person as people on people.pers_person_id = children.person_id
    where reviews.clar_cla_review_date is not null
        and not coalesce(reviews.clar_cla_review_cancelled, false)
),
short_breaks as (
    select distinct held.review_id
    from held
    join ssd_legal_status as statuses
        on statuses.lega_person_id = held.person_id
        and statuses.lega_legal_status_start_date <= held.held_on
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > held.held_on
    where statuses.lega_legal_status in ('V3', 'V4')
)
select
    held.held_on as event_date,
    held.person_id,
    held.review_id as event_id,
    contains($taking_part, held.participation) as met
from held
left join short_breaks on short_breaks.review_id = held.review_id
where held.participation <> 'PN0'
    and short_breaks.review_id is null
    and coalesce(held.age >= $from_age, true)
