/*
code = "CP-PLN-08"
title = "On a plan, and no open case"
sentence = "The child is on a child protection plan and has no open episode of need. The child is missing from the open cases and their oversight, or the plan should have been ended with the case."
mend = "Open the case again, or end the plan."
severity = "error"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_cp_plan_end_date", "ssd_cin_episodes.cine_close_date"]
could = ["join", "leave"]
distorts = ["1.1", "1.3", "4.7.2", "4.8"]
source = "Children in need census: a plan stands within an episode of need"
*/
with open_cases as (
    select distinct episodes.cine_person_id as person_id
    from ssd_cin_episodes as episodes
    join extract
        on episodes.cine_referral_date <= extract.extracted_on
        and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
    where not coalesce(episodes.cine_referral_nfa, false)
)
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    plans.cppl_cp_plan_start_date as value,
    plans.cppl_cp_plan_start_date as from_on
from ssd_cp_plans as plans
join extract
    on plans.cppl_cp_plan_start_date <= extract.extracted_on
    and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on
left join open_cases on open_cases.person_id = plans.cppl_person_id
where not coalesce(plans.cppl_cp_plan_ola, false)
    and plans.cppl_person_id is not null
    and open_cases.person_id is null
