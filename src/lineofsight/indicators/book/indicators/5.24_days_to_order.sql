/*
ref = "5.24"
title = "Median days from coming into care to the order that makes a home permanent"
report = "monthly"
section = "Permanence"
group = "Permanence"
order = 572
one_row_for = "child"
unit = "median"
measured_in = "days"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
kinds = "Order"
kinds_in_order = ["Adoption", "Special guardianship", "Child arrangements"]
reads_if_there = ["ssd_permanence.perm_cla_id"]
counted = "The middle number of calendar days from coming into care to the order."
out_of = "Orders made in the window (adoption, special guardianship, child arrangements), of children whose start in care is known. An order whose kind is not recorded counts, one of another kind does not."
good = "Low is good: a home is safe in law as soon as it is right."
why = "Until the order the council is in the child's life, and the plan can still fail."
decision = "Which applications wait, for whom."
source = "SSD perm_permanence_order_date and its type."
caveats = "Adoption takes longer than guardianship: the mix of orders moves the figure, so read it by order. Small numbers."
example = "Into care on 1 March 2022, special guardianship order on 28 February 2023: 364 days."
owner = "Head of adoption and permanence"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE publishes times to adoption as means over three years in its adoption scorecards, which are not among the figures held here."
*/
with entries as (
    select distinct
        clae_person_id as person_id,
        clae_cla_id as cla_id,
        clae_entered_care_date as entered_on
    from ssd_cla_episodes
    where clae_entered_care_date is not null
        and clae_person_id is not null
),
of_period as (
    select
        permanence.perm_table_id as permanence_id,
        max(entries.person_id) as person_id,
        max(entries.entered_on) as entered_on
    from ssd_permanence as permanence
    join entries
        on entries.cla_id = permanence.perm_cla_id
        and entries.entered_on <= permanence.perm_permanence_order_date
    group by permanence.perm_table_id
),
of_child as (
    select permanence.perm_table_id as permanence_id, max(entries.entered_on) as entered_on
    from ssd_permanence as permanence
    join entries
        on entries.person_id = permanence.perm_person_id
        and entries.entered_on <= permanence.perm_permanence_order_date
    group by permanence.perm_table_id
)
select
    permanence.perm_permanence_order_date as event_date,
    coalesce(of_period.person_id, permanence.perm_person_id) as person_id,
    permanence.perm_table_id as event_id,
    true as met,
    coalesce(of_period.entered_on, of_child.entered_on) as clock_start,
    permanence.perm_permanence_order_date as done_on,
    case permanence.perm_permanence_order_type
        when 'Adoption' then 'Adoption'
        when 'Special Guardianship Order' then 'Special guardianship'
        when 'Child Arrangements/ Residence Order' then 'Child arrangements'
    end as kind,
    cast(
        permanence.perm_permanence_order_date - coalesce(of_period.entered_on, of_child.entered_on) as bigint
    ) as amount
from ssd_permanence as permanence
left join of_period on of_period.permanence_id = permanence.perm_table_id
left join of_child on of_child.permanence_id = permanence.perm_table_id
where permanence.perm_permanence_order_date is not null
    and coalesce(permanence.perm_permanence_order_type, 'Adoption') in (
        'Adoption', 'Special Guardianship Order', 'Child Arrangements/ Residence Order'
    )
