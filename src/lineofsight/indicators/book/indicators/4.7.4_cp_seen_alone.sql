/*
ref = "4.7.4"
title = "% of visits under a child protection plan where the child was seen alone"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 454
one_row_for = "visit"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The child was seen alone."
out_of = "Visits in the window to children on a child protection plan on which the child was seen."
good = "Children can speak without those who may hurt them in the room."
why = "A child who is only ever seen with a parent can't tell."
decision = "Which workers need help to see children alone; which parents don't allow it."
source = "Working Together 2023: children are seen, and alone where it is right; SSD ssd_cp_visits"
caveats = "Babies and very young children are counted, who can't be seen alone in this sense: read it by age. An empty flag is not alone."
example = "Ten visits, seen on nine, alone on six: 66.7%."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "No published figure."
*/
with on_plan as (
    select distinct visits.cppv_cp_visit_id as visit_id
    from ssd_cp_visits as visits
    join ssd_cp_plans as plans
        on plans.cppl_person_id = visits.cppv_person_id
        and plans.cppl_cp_plan_start_date <= visits.cppv_cp_visit_date
        and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') >= visits.cppv_cp_visit_date
    where not coalesce(plans.cppl_cp_plan_ola, false)
)
select
    visits.cppv_cp_visit_date as event_date,
    visits.cppv_person_id as person_id,
    visits.cppv_cp_visit_id as event_id,
    coalesce(visits.cppv_cp_visit_seen_alone, false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from ssd_cp_visits as visits
join on_plan on on_plan.visit_id = visits.cppv_cp_visit_id
where visits.cppv_cp_visit_seen
