/*
ref = "4.6"
title = "Children on a child protection plan, by latest category"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 452
one_row_for = "child"
unit = "count"
kinds = "Latest category"
kinds_in_order = ["Neglect", "Emotional abuse", "Physical abuse", "Sexual abuse", "Multiple categories"]
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "Children with a child protection plan open at the date, by the latest category of abuse of the (earliest open) plan; where it is empty, by the first."
good = "The category says what the harm is: few under multiple categories, none not known."
why = "What children on plans suffer from."
decision = "Which help and which training the plans need."
source = "DfE, Children in need census: plans at 31 March by latest category"
caveats = "Only the latest category is held: past months show the category as it is known now. Adds up to 1.3."
example = "Started for neglect, now emotional abuse: emotional abuse."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_cp_plans.cppl_cp_plan_initial_category", "ssd_cp_plans.cppl_cp_plan_latest_category"]

[[benchmarks]]
comparable = "no"
why = "DfE's plans by category are not among the figures that are loaded here; 1.3r has the rate of all."
*/
select
    on_child_protection_plan.as_at,
    on_child_protection_plan.person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    case coalesce(plans.cppl_cp_plan_latest_category, plans.cppl_cp_plan_initial_category)
        when 'NEG' then 'Neglect'
        when 'PHY' then 'Physical abuse'
        when 'SAB' then 'Sexual abuse'
        when 'EMO' then 'Emotional abuse'
        when 'MUL' then 'Multiple categories'
    end as kind
from on_child_protection_plan
left join ssd_cp_plans as plans
    on plans.cppl_cp_plan_id = on_child_protection_plan.cp_plan_id
    and plans.cppl_person_id = on_child_protection_plan.person_id
