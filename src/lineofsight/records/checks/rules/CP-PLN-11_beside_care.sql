/*
code = "CP-PLN-11"
title = "On a plan and in our care"
sentence = "The child has been on a child protection plan and in our care at once for more than $months months. Both at once is meant to be rare and short: the plan was likely not ended when the child came into care."
mend = "End the plan at its next review, or record why both are needed."
severity = "warning"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_cp_plan_end_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["leave"]
distorts = ["1.3", "4.7.2", "4.8"]
source = "Working Together 2023: a child who is looked after should not need a plan, but for short overlaps"

[settings]
months = 6
*/
with in_care as (
    select episodes.clae_person_id as person_id, min(episodes.clae_cla_episode_start_date) as began
    from ssd_cla_episodes as episodes
    join extract
        on episodes.clae_cla_episode_start_date <= extract.extracted_on
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
    group by episodes.clae_person_id
)
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    in_care.began as value,
    greatest(plans.cppl_cp_plan_start_date, in_care.began) as from_on
from ssd_cp_plans as plans
join extract
    on plans.cppl_cp_plan_start_date <= extract.extracted_on
    and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on
join in_care on in_care.person_id = plans.cppl_person_id
where greatest(plans.cppl_cp_plan_start_date, in_care.began) < extract.extracted_on - interval '$months' month
