/*
code = "CP-PLN-02"
title = "Two child protection plans at once"
sentence = "The child has two child protection plans at the same time. The child counts once, by the plan that began first, and visits and reviews may be judged by the wrong one."
mend = "End the plan that is over, or remove the one that was entered again."
severity = "warning"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_cp_plan_start_date", "ssd_cp_plans.cppl_cp_plan_end_date"]
could = ["better", "worse"]
distorts = ["4.7.2", "4.8"]
source = "Children in need census: plans must not overlap"
*/
select
    lapping.file_row,
    lapping.person_id,
    lapping.record,
    lapping.began as value,
    lapping.began as from_on,
    lapping.ended as to_on
from (
    select
        plans.file_row,
        plans.cppl_person_id as person_id,
        plans.cppl_cp_plan_id as record,
        plans.cppl_cp_plan_start_date as began,
        plans.cppl_cp_plan_end_date as ended,
        max(coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31')) over (
            partition by plans.cppl_person_id
            order by plans.cppl_cp_plan_start_date, plans.cppl_cp_plan_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended
    from ssd_cp_plans as plans
    where plans.cppl_person_id is not null
        and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > plans.cppl_cp_plan_start_date
) as lapping
where lapping.earlier_ended > lapping.began
