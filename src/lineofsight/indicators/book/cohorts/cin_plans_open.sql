/*
cohort = "cin_plans_open"
title = "Children in need with a plan open"
who = "Children in need who have a child in need plan open at the date: the numerator of 3.1. Where several are open, the one that started first stands for the child."
source = "DfE, Children in need census: a child in need plan ends when the child goes on a child protection plan or comes into care"
valid_from = "2019-04"
*/
select
    children_in_need.as_at,
    children_in_need.person_id,
    min(plans.cinp_cin_plan_start_date) as entered_on
from children_in_need
join ssd_cin_plans as plans
    on plans.cinp_person_id = children_in_need.person_id
    and plans.cinp_cin_plan_start_date <= children_in_need.as_at
    and coalesce(plans.cinp_cin_plan_end_date, date '9999-12-31') > children_in_need.as_at
group by children_in_need.as_at, children_in_need.person_id
