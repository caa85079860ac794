/*
cohort = "open_elsewhere"
title = "Open cases outside the four cohorts"
who = "Open cases who are not children in need, on a child protection plan, in our care or care leavers: in assessment, stepping down, closing, short breaks, care leavers of 22 and over, adoption or guardianship support, private fostering."
source = "Local: what is left, so that the cohorts add up to the open cases"
valid_from = "2019-04"
*/
select open_cases.as_at, open_cases.person_id, open_cases.entered_on
from open_cases
left join children_in_need
    on children_in_need.as_at = open_cases.as_at and children_in_need.person_id = open_cases.person_id
left join on_child_protection_plan
    on on_child_protection_plan.as_at = open_cases.as_at
    and on_child_protection_plan.person_id = open_cases.person_id
left join looked_after
    on looked_after.as_at = open_cases.as_at and looked_after.person_id = open_cases.person_id
left join care_leavers
    on care_leavers.as_at = open_cases.as_at and care_leavers.person_id = open_cases.person_id
where children_in_need.person_id is null
    and on_child_protection_plan.person_id is null
    and looked_after.person_id is null
    and care_leavers.person_id is null
