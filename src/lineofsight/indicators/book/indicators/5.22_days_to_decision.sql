/*
ref = "5.22"
title = "Median days from coming into care to the decision for adoption"
report = "monthly"
section = "Permanence"
group = "Permanence"
order = 566
one_row_for = "child"
unit = "median"
measured_in = "days"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
reads_if_there = ["ssd_permanence.perm_cla_id"]
counted = "The middle number of calendar days from coming into care to the decision."
out_of = "Decisions in the window that the child should be placed for adoption, of children whose start in care is known."
good = "Low is good: decided as soon as it is known that the child cannot go home, and not sooner."
why = "Months in the life of a small child are long; nothing else can begin before the decision."
decision = "Where plans wait: for assessments, for court, for a panel."
source = "SSD perm_adm_decision_date: the agency decision maker decides that the child should be placed for adoption (Adoption Agencies Regulations 2005)."
caveats = "The data has no date for decisions other than for adoption, so it tells nothing of long-term fostering or guardianship. Small numbers: a month may hold none. Decisions reversed later count."
example = "Into care on 1 March 2022, decided on 1 March 2023: 365 days. Of 200, 365 and 400 the middle is 365; of 200 and 365 it is the lower, 200."
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
        and entries.entered_on <= permanence.perm_adm_decision_date
    group by permanence.perm_table_id
),
of_child as (
    select permanence.perm_table_id as permanence_id, max(entries.entered_on) as entered_on
    from ssd_permanence as permanence
    join entries
        on entries.person_id = permanence.perm_person_id
        and entries.entered_on <= permanence.perm_adm_decision_date
    group by permanence.perm_table_id
)
select
    permanence.perm_adm_decision_date as event_date,
    coalesce(of_period.person_id, permanence.perm_person_id) as person_id,
    permanence.perm_table_id as event_id,
    true as met,
    coalesce(of_period.entered_on, of_child.entered_on) as clock_start,
    permanence.perm_adm_decision_date as done_on,
    cast(
        permanence.perm_adm_decision_date - coalesce(of_period.entered_on, of_child.entered_on) as bigint
    ) as amount
from ssd_permanence as permanence
left join of_period on of_period.permanence_id = permanence.perm_table_id
left join of_child on of_child.permanence_id = permanence.perm_table_id
where permanence.perm_adm_decision_date is not null
