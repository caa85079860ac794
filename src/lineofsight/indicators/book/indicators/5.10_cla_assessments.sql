/*
ref = "5.10"
title = "% of CLA single assessments not yet completed or outside the one year timescale"
group = "Visits"
section = "Children in our care"
order = 350
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "No assessment of the child, of any outcome, was authorised in the past $within_months months."
out_of = "Children in our care."
good = "Low is good: what we know of each child in our care is at most a year old."
why = "A child in care grows and changes; plans made from an old assessment miss it."
decision = "Whose assessment to start."
source = "Local. The Care Planning Regulations 2010 require needs to be assessed, with no yearly single assessment."
caveats = "Only forms classed as a single assessment are in SSD: an update on another form is not seen. There is no grace for children new to care."
example = "On 31 March 2023 an assessment authorised on 1 April 2022 is within the year; one of 31 March 2022 is outside."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_months = 12

[[targets]]
from = "2019-04"
minimum = 10
upper = 5

[[benchmarks]]
comparable = "no"
why = "A local rule: no return asks for a yearly assessment."
*/
with latest as (
    select
        looked_after.as_at,
        looked_after.person_id,
        looked_after.entered_on,
        max(assessments.cina_assessment_auth_date) as authorised_on
    from looked_after
    left join ssd_cin_assessments as assessments
        on assessments.cina_person_id = looked_after.person_id
        and assessments.cina_assessment_auth_date <= looked_after.as_at
    group by looked_after.as_at, looked_after.person_id, looked_after.entered_on
)
select
    as_at,
    person_id,
    not coalesce(authorised_on > as_at - interval '$within_months' month, false) as met,
    coalesce(authorised_on, entered_on) as clock_start,
    greatest(
        coalesce(authorised_on, entered_on) + interval '$within_months' month - interval '1' day,
        coalesce(authorised_on, entered_on) - interval '1' day + interval '$within_months' month
    ) as due_on,
    authorised_on as done_on
from latest
