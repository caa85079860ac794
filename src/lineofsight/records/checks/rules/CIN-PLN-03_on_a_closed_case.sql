/*
code = "CIN-PLN-03"
title = "Child in need plan open, and no open case"
sentence = "A child in need plan is open and the child has no open episode of need. The plan was not ended with the case, or the case was closed while work goes on: then the child is in no figure."
mend = "End the plan, or open the case again."
severity = "warning"
table = "ssd_cin_plans"
columns = ["ssd_cin_plans.cinp_cin_plan_end_date", "ssd_cin_episodes.cine_close_date"]
could = ["join"]
distorts = ["1.1", "1.2", "3.1", "3.2", "3.3"]
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
    plans.cinp_person_id as person_id,
    plans.cinp_cin_plan_id as record,
    plans.cinp_cin_plan_start_date as value,
    plans.cinp_cin_plan_start_date as from_on
from ssd_cin_plans as plans
join extract
    on plans.cinp_cin_plan_start_date <= extract.extracted_on
    and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > extract.extracted_on
left join open_cases on open_cases.person_id = plans.cinp_person_id
where plans.cinp_person_id is not null and open_cases.person_id is null
