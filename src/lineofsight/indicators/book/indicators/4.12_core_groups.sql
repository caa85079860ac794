/*
ref = "4.12"
title = "% of children on a child protection plan with all core groups of the last 3 months in time"
report = "monthly"
section = "Child protection"
group = "Child protection"
order = 460
one_row_for = "child"
unit = "percent"
late_stays = true
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "A core group of the plan was due or held in the past $within_months months, each that was due in them was held by its due date, and none is overdue."
out_of = "Children on a child protection plan whose first core group has been due: the plan is more than $first_within_working_days working days old."
good = "Those who carry the plan meet when they said they would."
why = "The plan is made real by the core group; without it a plan is a piece of paper."
decision = "Which core groups to call."
source = "Working Together 2023: the first core group within 10 working days of the initial conference. Later ones as planned: due dates are as recorded in los_core_groups"
caveats = "A plan with no core group recorded is not met. Core groups of another plan of the child do not count. A due date that was moved after the event can't be seen."
example = "Due on 10 March, held on 10 March: in time. Held on 11 March: late until 10 June."
owner = "Head of family support"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["los_core_groups.cogr_cp_plan_id"]

[settings]
first_within_working_days = 10
within_months = 3

[[benchmarks]]
comparable = "no"
why = "No published figure."
*/
with plans as (
    select
        plans.as_at,
        plans.person_id,
        plans.cp_plan_id,
        plans.entered_on,
        first_due.last_day as first_due_on
    from on_child_protection_plan as plans
    join calendar on calendar.day = plans.entered_on
    join working_days as first_due on first_due.number = calendar.working_days + $first_within_working_days
    where first_due.last_day < plans.as_at
),
groups_of as (
    select
        plans.as_at,
        plans.person_id,
        groups.cogr_due_date as due_on,
        case when groups.cogr_held_date <= plans.as_at then groups.cogr_held_date end as held_on
    from plans
    join los_core_groups as groups
        on groups.cogr_person_id = plans.person_id
        and coalesce(
            groups.cogr_cp_plan_id = plans.cp_plan_id,
            coalesce(groups.cogr_held_date, groups.cogr_due_date) >= plans.entered_on
        )
),
judged as (
    select
        as_at,
        person_id,
        due_on,
        held_on,
        coalesce(due_on > as_at - interval '$within_months' month and due_on <= as_at, false)
            or coalesce(held_on > as_at - interval '$within_months' month, false) as counts,
        coalesce(held_on > due_on and due_on > as_at - interval '$within_months' month, false)
            or held_on is null and coalesce(due_on < as_at, false) as is_late,
        held_on is null and coalesce(due_on >= as_at, false) as is_running
    from groups_of
),
summed as (
    select
        as_at,
        person_id,
        max(case when counts or is_late then 1 else 0 end) as any_counts,
        max(case when is_late then 1 else 0 end) as any_late,
        min(case when is_late then due_on end) as late_on,
        min(case when is_running then due_on end) as next_on,
        max(held_on) as latest_on
    from judged
    group by as_at, person_id
)
select
    plans.as_at,
    plans.person_id,
    coalesce(summed.any_counts = 1 and summed.any_late = 0, false) as met,
    plans.entered_on as clock_start,
    case
        when summed.any_late = 1 then summed.late_on
        when summed.any_counts = 1 then summed.next_on
        else plans.first_due_on
    end as due_on,
    summed.latest_on as done_on
from plans
left join summed on summed.as_at = plans.as_at and summed.person_id = plans.person_id
