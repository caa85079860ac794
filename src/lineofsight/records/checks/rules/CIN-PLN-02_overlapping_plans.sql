/*
code = "CIN-PLN-02"
title = "Two child in need plans at once"
sentence = "The child has two child in need plans at the same time. Reviews are counted from the earliest that is open, which may be one that was left open."
mend = "End the plan that is over."
severity = "warning"
table = "ssd_cin_plans"
columns = ["ssd_cin_plans.cinp_cin_plan_start_date", "ssd_cin_plans.cinp_cin_plan_end_date"]
could = ["better"]
distorts = ["3.2"]
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
        plans.cinp_person_id as person_id,
        plans.cinp_cin_plan_id as record,
        plans.cinp_cin_plan_start_date as began,
        plans.cinp_cin_plan_end_date as ended,
        max(coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31')) over (
            partition by plans.cinp_person_id
            order by plans.cinp_cin_plan_start_date, plans.cinp_cin_plan_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended
    from ssd_cin_plans as plans
    where plans.cinp_person_id is not null
        and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > plans.cinp_cin_plan_start_date
) as lapping
where lapping.earlier_ended > lapping.began
