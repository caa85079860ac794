/*
ref = "5.16"
title = "% of children in our care for 12 months with a dental check in the past 12 months"
report = "monthly"
section = "Health of children in our care"
group = "Health of children in our care"
order = 548
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
reads_if_there = ["ssd_cla_health.clah_health_check_status"]
counted = "The latest check by a dentist is of the past $within_months months."
out_of = "Children in our care who have been so on every day of the past 12 months."
good = "Each child sees a dentist every year, babies too."
why = "Bad teeth are the commonest reason for a child to go to hospital, and neglect leaves bad teeth."
decision = "Which carers to remind; where no dentist takes children on."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): teeth checked by a dentist during the year."
caveats = "A check that the carer did not tell us of is not seen. Checks marked planned, refused or cancelled are left out. Babies without teeth count, as with DfE."
example = "On 31 March 2023 a check on 1 April 2022 is in; one on 31 March 2022 is out."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
check = "Dental Check"
within_months = 12

[[benchmarks]]
measure = "CLA 12m+ dental check"
unit = "percent"
comparable = "yes"
why = "The same question of the same children, on 31 March; DfE takes what the council returned for each child. Other months look back 12 months from their end. DfE rounds to whole per cent."
*/
with latest as (
    select
        in_care.as_at,
        in_care.person_id,
        in_care.entered_on,
        max(checks.clah_health_check_date) as checked_on
    from looked_after_12_months as in_care
    left join ssd_cla_health as checks
        on checks.clah_person_id = in_care.person_id
        and checks.clah_health_check_date <= in_care.as_at
        and checks.clah_health_check_type = $check
        and lower(coalesce(checks.clah_health_check_status, 'completed')) not in ('planned', 'refused', 'cancelled')
    group by in_care.as_at, in_care.person_id, in_care.entered_on
)
select
    as_at,
    person_id,
    coalesce(checked_on > as_at - interval '$within_months' month, false) as met,
    coalesce(checked_on, entered_on) as clock_start,
    greatest(
        coalesce(checked_on, entered_on) + interval '$within_months' month - interval '1' day,
        coalesce(checked_on, entered_on) - interval '1' day + interval '$within_months' month
    ) as due_on,
    checked_on as done_on
from latest
