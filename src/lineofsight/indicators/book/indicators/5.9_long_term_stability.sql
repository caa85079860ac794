/*
ref = "5.9"
title = "% of children in long-term care who have lived with the same carer for 2 years"
report = "monthly"
section = "Placements"
group = "Placements"
order = 527
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The child has lived with the same carer on every day of the past $with_carer_months months; or is placed for adoption, and that stay and the one before together cover them."
out_of = "Children in our care aged under $under_age who have been so on every day of the past $in_care_months months."
good = "Children who grow up in care do so with people who stay."
why = "Attachment takes years; lasting care is the best predictor of how children fare."
decision = "Which long placements are at risk; which to make permanent."
source = "DfE, Children looked after: living with the same carer for at least two years, of those under 16 looked after for at least two and a half years."
caveats = "The denominator is small: one child can move the figure by a point. An unknown date of birth is out. Temporary moves and a change of status with the same carer do not break a stay."
example = "On 31 March 2023: with the same carer since 1 April 2021 is met, since 2 April 2021 is not."
owner = "Head of fostering and placements"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
under_age = 16
in_care_months = 30
with_carer_months = 24

[[benchmarks]]
measure = "CLA under 16, 2.5+ years, same carer 2+ years"
unit = "percent"
comparable = "yes"
why = "The same rule, on 31 March; other months are compared with the last 31 March. DfE rounds to whole per cent."
*/
with in_long_term_care as (
    select
        looked_after.as_at,
        looked_after.person_id,
        looked_after.entered_on,
        cast(looked_after.as_at - interval '$with_carer_months' month as date) + 1 as since_on
    from looked_after
    join as_at on as_at.as_at = looked_after.as_at
    join ssd_person as people on people.pers_person_id = looked_after.person_id
    where looked_after.entered_on <= cast(looked_after.as_at - interval '$in_care_months' month as date) + 1
        and as_at.year_number - extract(year from people.pers_dob)
            - case
                when as_at.month_and_day
                    < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                else 0
            end < $under_age
)
select
    children.as_at,
    children.person_id,
    coalesce(latest.moved_on <= children.since_on, false)
        or coalesce(
            placements.clap_cla_placement_type in ('A3', 'A4', 'A5', 'A6')
            and before.moved_on >= children.entered_on
            and before.moved_on <= children.since_on,
            false
        ) as met
from in_long_term_care as children
left join stays_with_carers as latest
    on latest.as_at = children.as_at
    and latest.person_id = children.person_id
    and latest.place = 1
left join stays_with_carers as before
    on before.as_at = children.as_at
    and before.person_id = children.person_id
    and before.place = 2
left join placed
    on placed.as_at = children.as_at
    and placed.person_id = children.person_id
left join ssd_cla_placement as placements
    on placements.clap_cla_placement_id = placed.placement_id
