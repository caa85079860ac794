/*
code = "CP-PLN-05"
title = "On a plan, and never visited"
sentence = "The plan has been open for more than $working_days working days and no visit since it began is recorded, seen or not. Nobody has been to a child at risk, or the visits stand somewhere else."
mend = "Visit the child today; record the visits that were made."
severity = "warning"
table = "ssd_cp_plans"
columns = ["ssd_cp_visits.cppv_cp_visit_date"]
could = ["better"]
distorts = ["4.7.2"]
source = "Local: a visit every ten working days"

[settings]
working_days = 10
*/
with latest as (
    select cppv_person_id as person_id, max(cppv_cp_visit_date) as visited_on
    from ssd_cp_visits
    group by cppv_person_id
)
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_cp_plan_start_date as value,
    plans.cppl_cp_plan_start_date as from_on
from ssd_cp_plans as plans
join calendar on calendar.day = plans.cppl_cp_plan_start_date
join extract
    on calendar.working_days < extract.working_days - $working_days
    and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on
left join latest on latest.person_id = plans.cppl_person_id
where not coalesce(plans.cppl_cp_plan_ola, false)
    and coalesce(latest.visited_on, date '1900-01-01') < plans.cppl_cp_plan_start_date
