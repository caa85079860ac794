/*
ref = "5.15"
title = "% of children in our care for 12 months whose yearly health assessment is in date"
report = "monthly"
section = "Health of children in our care"
group = "Health of children in our care"
order = 545
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
reads_if_there = ["ssd_cla_health.clah_health_check_status"]
counted = "The latest health assessment that took place is of the past $within_months months; of a child under $under_age, of the past $within_months_if_under months."
out_of = "Children in our care who have been so on every day of the past 12 months."
good = "Each child's health is looked at once a year at least, and what is found is followed up."
why = "Children in care move between doctors, and nobody else keeps the whole in view."
decision = "Which assessments to book, and where the health service is behind."
source = "DfE, Children looked after, outcomes (SSDA903 OC2): annual health assessment. Care Planning Regulations 2010, regulation 7: yearly, and every 6 months under 5."
caveats = "DfE asks for one in the year at every age, and so does this figure; write 6 into within_months_if_under for the duty to those under $under_age. Where a system calls the assessment a health check, the setting assessment says so. Checks marked planned, refused or cancelled are left out."
example = "On 31 March 2023 an assessment on 1 April 2022 is in date; one on 31 March 2022 is not."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
assessment = "Health Assessment"
within_months = 12
under_age = 5
within_months_if_under = 12

[[benchmarks]]
measure = "CLA 12m+ annual health assessment"
unit = "percent"
comparable = "yes"
why = "The same question of the same children, on 31 March; DfE takes what the council returned for each child. Other months look back 12 months from their end. DfE rounds to whole per cent."
*/
with aged as (
    select
        in_care.as_at,
        in_care.person_id,
        in_care.entered_on,
        coalesce(
            as_at.year_number - extract(year from people.pers_dob)
            - case
                when as_at.month_and_day
                    < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                else 0
            end < $under_age,
            false
        ) as is_young
    from looked_after_12_months as in_care
    join as_at on as_at.as_at = in_care.as_at
    left join ssd_person as people on people.pers_person_id = in_care.person_id
),
latest as (
    select
        aged.as_at,
        aged.person_id,
        aged.entered_on,
        aged.is_young,
        max(checks.clah_health_check_date) as checked_on
    from aged
    left join ssd_cla_health as checks
        on checks.clah_person_id = aged.person_id
        and checks.clah_health_check_date <= aged.as_at
        and checks.clah_health_check_type = $assessment
        and lower(coalesce(checks.clah_health_check_status, 'completed')) not in ('planned', 'refused', 'cancelled')
    group by aged.as_at, aged.person_id, aged.entered_on, aged.is_young
)
select
    as_at,
    person_id,
    coalesce(
        case
            when is_young then checked_on > as_at - interval '$within_months_if_under' month
            else checked_on > as_at - interval '$within_months' month
        end,
        false
    ) as met,
    coalesce(checked_on, entered_on) as clock_start,
    case
        when is_young then greatest(
            coalesce(checked_on, entered_on) + interval '$within_months_if_under' month - interval '1' day,
            coalesce(checked_on, entered_on) - interval '1' day + interval '$within_months_if_under' month
        )
        else greatest(
            coalesce(checked_on, entered_on) + interval '$within_months' month - interval '1' day,
            coalesce(checked_on, entered_on) - interval '1' day + interval '$within_months' month
        )
    end as due_on,
    checked_on as done_on
from latest
