/*
ref = "6.4"
title = "% care leavers whose pathway plan was reviewed in the past $within_months months"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 640
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The pathway plan was started or reviewed in the past $within_months months."
out_of = "Care leavers, without those whose latest review on record is later than the date and who have no earlier one on record in the past $within_months months: what it was at the date is not kept."
good = "Each plan is one that the young person would recognise as theirs today."
why = "At this age a plan of last year is about another life: a different home, job and people."
decision = "Which plans to review next, with whom."
source = "Care Leavers (England) Regulations 2010, regulation 7: at most six months apart"
caveats = "The latest review by the date that any of the young person's statuses names; a review that was recorded in none makes a plan look late. Without any date the clock runs from the first leaving care status."
example = "Reviewed on 30 September 2022: on 31 March 2023 that is six months ago and out, since six months before 31 March is 30 September; 1 October is in."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_months = 6

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect when pathway plans were reviewed."
*/
with began as (
    select cles_person_id as person_id, min(cles_valid_from) as began_on
    from los_care_leaver_statuses
    where cles_eligibility in ('Relevant', 'Former relevant', 'Qualifying')
    group by cles_person_id
),
latest as (
    select
        care_leavers.as_at,
        care_leavers.person_id,
        min(began.began_on) as began_on,
        max(
            case
                when statuses.cles_pathway_plan_review_date <= care_leavers.as_at
                    then statuses.cles_pathway_plan_review_date
            end
        ) as done_on,
        max(
            case
                when statuses.cles_valid_from <= care_leavers.as_at
                    and statuses.cles_pathway_plan_review_date > care_leavers.as_at then 1
                else 0
            end
        ) as is_known_later
    from care_leavers
    join began on began.person_id = care_leavers.person_id
    join los_care_leaver_statuses as statuses on statuses.cles_person_id = care_leavers.person_id
    group by care_leavers.as_at, care_leavers.person_id
)
select
    as_at,
    person_id,
    coalesce(done_on > as_at - interval '$within_months' month, false) as met,
    coalesce(done_on, began_on) as clock_start,
    cast(
        greatest(
            coalesce(done_on, began_on) + interval '$within_months' month - interval '1' day,
            coalesce(done_on, began_on) - interval '1' day + interval '$within_months' month
        ) as date
    ) as due_on,
    done_on
from latest
where is_known_later = 0
    or done_on > as_at - interval '$within_months' month
