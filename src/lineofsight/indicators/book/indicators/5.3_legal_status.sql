/*
ref = "5.3"
title = "Children in our care by legal status"
report = "monthly"
section = "Children in our care"
group = "Children in our care"
order = 509
one_row_for = "child"
unit = "count"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
kinds = "Legal status"
kinds_in_order = ["Accommodated by agreement", "Interim care order", "Full care order", "Placement order", "Freeing order", "Detained for child protection", "Youth justice"]
reads_if_there = ["ssd_legal_status.lega_legal_status_id"]
counted = "Children in our care at the date, by the legal status open then."
good = "Every child has a status that is recorded; agreements with parents do not drift on for years without a plan."
why = "The status says who makes decisions about the child, and how secure the placement is in law."
decision = "Whose agreement to review; which applications to court are due."
source = "DfE, Children looked after (SSDA903), legal status in its groups: L1 to L3 as detained for child protection, J1 to J3 as youth justice."
caveats = "Where two statuses are open at once the one that began later counts: a placement order stands before the care order that goes on under it. No open status is shown as not known."
example = "A full care order from 2021 and a placement order from 2022, both open: placement order."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count. DfE publishes shares by legal status, which are not among the figures held here."
*/
with statuses_at as (
    select
        looked_after.as_at,
        looked_after.person_id,
        statuses.lega_legal_status as status,
        row_number() over (
            partition by looked_after.as_at, looked_after.person_id
            order by statuses.lega_legal_status_start_date desc nulls last, statuses.lega_legal_status_id desc
        ) as place
    from looked_after
    left join ssd_legal_status as statuses
        on statuses.lega_person_id = looked_after.person_id
        and statuses.lega_legal_status_start_date <= looked_after.as_at
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > looked_after.as_at
)
select
    as_at,
    person_id,
    true as met,
    case status
        when 'C1' then 'Interim care order'
        when 'C2' then 'Full care order'
        when 'D1' then 'Freeing order'
        when 'E1' then 'Placement order'
        when 'V2' then 'Accommodated by agreement'
        when 'L1' then 'Detained for child protection'
        when 'L2' then 'Detained for child protection'
        when 'L3' then 'Detained for child protection'
        when 'J1' then 'Youth justice'
        when 'J2' then 'Youth justice'
        when 'J3' then 'Youth justice'
    end as kind
from statuses_at
where place = 1
