/*
cohort = "open_elsewhere"
title = "Open cases outside the four cohorts"
who = "Open cases who are not children in need, on a child protection plan, in our care or care leavers: in assessment, stepping down, closing, short breaks, care leavers of 22 and over, adoption or guardianship support, private fostering."
source = "Local: what is left, so that the cohorts add up to the open cases"
valid_from = "2019-04"
*/
with in_a_cohort as (
    select as_at, person_id from children_in_need
    union
    select as_at, person_id from on_child_protection_plan
    union
    select as_at, person_id from looked_after
    union
    select as_at, person_id from care_leavers
)
select open_cases.as_at, open_cases.person_id, open_cases.entered_on
from open_cases
left join in_a_cohort
    on in_a_cohort.as_at = open_cases.as_at and in_a_cohort.person_id = open_cases.person_id
where in_a_cohort.person_id is null
