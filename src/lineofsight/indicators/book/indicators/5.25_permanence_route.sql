/*
ref = "5.25"
title = "% of children who left care by an order for a permanent home"
report = "monthly"
section = "Permanence"
group = "Permanence"
order = 575
one_row_for = "period of care"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
kinds = "Route"
kinds_in_order = ["Adoption", "Special guardianship", "Child arrangements", "Returned home", "Any other way"]
counted = "Care ended by adoption, special guardianship or a child arrangements order. Going home to parents is shown apart, and is not counted."
out_of = "Periods of care that ended in the window, as in 5.2."
good = "Children who cannot go home have a family for good."
why = "Leaving care at 18 without a family is the worst of ways."
decision = "For whom to look for family who could be guardians, or for adopters."
source = "DfE, Children looked after (SSDA903), reason why the episode ceased: E11, E12, E41, E45 to E48; E4A and E4B for home."
caveats = "A council with many older or unaccompanied children has a lower figure by that alone. Councils that count a planned return home set planned_return_counts to true."
example = "Ten left care: 2 adopted, 1 with a guardian, 3 home, 4 at 18: 30.0%."
owner = "Head of adoption and permanence"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
planned_return_counts = false

[[benchmarks]]
comparable = "no"
why = "DfE publishes children who ceased to be looked after by reason, which is not among the figures held here."
*/
select
    event_date,
    person_id,
    episode_id as event_id,
    coalesce(
        reason in ('E11', 'E12', 'E41', 'E45', 'E46', 'E47', 'E48')
        or $planned_return_counts and reason = 'E4A',
        false
    ) as met,
    case
        when reason in ('E11', 'E12') then 'Adoption'
        when reason in ('E45', 'E46', 'E47', 'E48') then 'Special guardianship'
        when reason = 'E41' then 'Child arrangements'
        when reason in ('E4A', 'E4B') then 'Returned home'
        when reason <> 'X1' then 'Any other way'
    end as kind
from care_ended
