/*
ref = "10.3a"
title = "Changes of worker per child in 12 months"
report = "monthly"
section = "Workforce"
group = "Workforce"
order = 1031
one_row_for = "child"
unit = "mean"
measured_in = "changes"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "How often another worker was allocated to the child than the one before, in the past 12 months."
out_of = "Children with an allocated worker at the date."
good = "A family tells its story once, and somebody who knows it stays."
why = "Each change costs weeks of work and the trust of a child."
decision = "Where cases are handed on by design; which teams lose workers."
source = "Local; DfE publishes only children in care with three or more social workers"
caveats = "Moving from assessment to the team that stays is a change, as a family feels it. A worker who comes back after another is a second change. The first worker ever is none, and nor is time without a recorded worker."
example = "Allocated to A, in June to B, in January to A again: two changes by 31 March."
owner = "Principal social worker"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
allocated_role = "CW"

[[benchmarks]]
comparable = "no"
why = "DfE publishes the share of children in care with three or more social workers, which stands beside 10.3."
*/
with workers as (
    select
        invo_person_id as person_id,
        invo_professional_id as worker_id,
        invo_involvement_start_date as started_on,
        lag(invo_professional_id) over (
            partition by invo_person_id
            order by invo_involvement_start_date, invo_involvement_end_date, invo_professional_id
        ) as worker_before
    from ssd_involvements
    where invo_professional_role_id = $allocated_role
        and invo_professional_id is not null
        and coalesce(invo_involvement_end_date, date '9999-12-31') > invo_involvement_start_date
)
select
    allocated.as_at,
    allocated.person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    count(workers.worker_id) as amount
from allocated
left join workers
    on workers.person_id = allocated.person_id
    and workers.worker_before <> workers.worker_id
    and workers.started_on > allocated.as_at - interval '12' month
    and workers.started_on <= allocated.as_at
group by allocated.as_at, allocated.person_id
