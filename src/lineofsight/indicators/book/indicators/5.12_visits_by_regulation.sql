/*
ref = "5.12"
title = "% of children in our care visited as the regulations ask for their placement"
report = "monthly"
section = "Children in our care"
group = "Children in our care"
order = 536
one_row_for = "child"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The next visit is not overdue: the first within $first_within_days days of the start of the placement, each next within $within_days days of the one before; where the placement is meant to last to 18, within $settled_within_months months once the first $settled_after_months months are over. The child must have been seen; the last day is in time."
out_of = "Children in our care."
good = "Every child is seen soon after a move, then as often as the law asks."
why = "We are their parents: a child who has just moved needs us most."
decision = "Whom to visit this week, those just placed first."
source = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 28."
caveats = "Meant to last to 18 is read from the type of placement ($meant_to_last: long-term fostering). A move with the same carer or a temporary move starts no new placement. The six months that a child may agree to in long-term fostering, and the other intervals for interim orders and placements with parents, are not applied. A first visit that came late counts as made."
example = "Placed on 1 March: in time to 8 March without a visit. Seen on 6 March: in time to 17 April."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
first_within_days = 7
within_days = 42
settled_after_months = 12
settled_within_months = 3
meant_to_last = "U1 U4"

[[benchmarks]]
comparable = "no"
why = "DfE does not collect visits."
*/
with current_stay as (
    select
        looked_after.as_at,
        looked_after.person_id,
        coalesce(stays.moved_on, looked_after.entered_on) as moved_on,
        contains($meant_to_last, coalesce(placements.clap_cla_placement_type, 'none')) as is_to_last
    from looked_after
    left join stays_with_carers as stays
        on stays.as_at = looked_after.as_at
        and stays.person_id = looked_after.person_id
        and stays.place = 1
    left join placed
        on placed.as_at = looked_after.as_at
        and placed.person_id = looked_after.person_id
    left join ssd_cla_placement as placements
        on placements.clap_cla_placement_id = placed.placement_id
),
seen as (
    select
        current_stay.as_at,
        current_stay.person_id,
        current_stay.moved_on,
        current_stay.is_to_last,
        max(visits.clav_cla_visit_date) as seen_on
    from current_stay
    left join ssd_cla_visits as visits
        on visits.clav_person_id = current_stay.person_id
        and visits.clav_cla_visit_date >= current_stay.moved_on
        and visits.clav_cla_visit_date <= current_stay.as_at
        and visits.clav_cla_visit_seen
    group by current_stay.as_at, current_stay.person_id, current_stay.moved_on, current_stay.is_to_last
),
due as (
    select
        as_at,
        person_id,
        moved_on,
        seen_on,
        case
            when seen_on is null then moved_on + $first_within_days
            when is_to_last
                and seen_on + $within_days >= cast(moved_on + interval '$settled_after_months' month as date)
                then cast(seen_on + interval '$settled_within_months' month as date)
            else seen_on + $within_days
        end as due_on
    from seen
)
select
    as_at,
    person_id,
    as_at <= due_on as met,
    coalesce(seen_on, moved_on) as clock_start,
    due_on,
    seen_on as done_on
from due
