/*
ref = "5.23"
title = "Median days from coming into care to living with adopters"
report = "monthly"
section = "Permanence"
group = "Permanence"
order = 569
one_row_for = "child"
unit = "median"
measured_in = "days"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
reads_if_there = ["ssd_permanence.perm_cla_id"]
counted = "The middle number of calendar days from coming into care to moving in with the adopters."
out_of = "Placements for adoption that began in the window, of children whose start in care is known."
good = "Low is good: the child grows up with the family who stays from early on."
why = "Each month of waiting makes settling harder."
decision = "Where matching takes long, and for which children."
source = "SSD perm_placed_for_adoption_date; as in indicator A1 of DfE's adoption scorecards, there as a mean."
caveats = "A child adopted by foster carers, or placed early with carers who went on to adopt, has lived with them longer than the figure says. Small numbers. Placements that ended again count."
example = "Into care on 1 March 2022, moved in with adopters on 30 March 2023: 394 days."
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
        and entries.entered_on <= permanence.perm_placed_for_adoption_date
    group by permanence.perm_table_id
),
of_child as (
    select permanence.perm_table_id as permanence_id, max(entries.entered_on) as entered_on
    from ssd_permanence as permanence
    join entries
        on entries.person_id = permanence.perm_person_id
        and entries.entered_on <= permanence.perm_placed_for_adoption_date
    group by permanence.perm_table_id
)
select
    permanence.perm_placed_for_adoption_date as event_date,
    coalesce(of_period.person_id, permanence.perm_person_id) as person_id,
    permanence.perm_table_id as event_id,
    true as met,
    coalesce(of_period.entered_on, of_child.entered_on) as clock_start,
    permanence.perm_placed_for_adoption_date as done_on,
    cast(
        permanence.perm_placed_for_adoption_date - coalesce(of_period.entered_on, of_child.entered_on) as bigint
    ) as amount
from ssd_permanence as permanence
left join of_period on of_period.permanence_id = permanence.perm_table_id
left join of_child on of_child.permanence_id = permanence.perm_table_id
where permanence.perm_placed_for_adoption_date is not null
