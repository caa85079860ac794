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
with episodes as (
    select
        clae_cla_episode_id as episode_id,
        clae_person_id as person_id,
        clae_entered_care_date as entered_on,
        clae_cla_episode_ceased_date as ended_on,
        clae_cla_episode_ceased_reason as reason,
        row_number() over (
            partition by clae_person_id, clae_entered_care_date
            order by
                coalesce(clae_cla_episode_ceased_date, date '9999-12-31') desc,
                clae_cla_episode_start_date desc,
                clae_cla_episode_id desc
        ) as place
    from ssd_cla_episodes
    where clae_entered_care_date is not null
        and clae_person_id is not null
),
short_breaks as (
    select distinct episodes.episode_id
    from episodes
    join ssd_legal_status as statuses
        on statuses.lega_person_id = episodes.person_id
        and statuses.lega_legal_status_start_date <= episodes.ended_on - 1
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > episodes.ended_on - 1
    where statuses.lega_legal_status in ('V3', 'V4')
        and episodes.place = 1
)

select
    episodes.ended_on as event_date,
    episodes.person_id,
    episodes.episode_id as event_id,
    coalesce(
        episodes.reason in ('E11', 'E12', 'E41', 'E45', 'E46', 'E47', 'E48')
        or $planned_return_counts and episodes.reason = 'E4A',
        false
    ) as met,
    case
        when episodes.reason in ('E11', 'E12') then 'Adoption'
        when episodes.reason in ('E45', 'E46', 'E47', 'E48') then 'Special guardianship'
        when episodes.reason = 'E41' then 'Child arrangements'
        when episodes.reason in ('E4A', 'E4B') then 'Returned home'
        when episodes.reason <> 'X1' then 'Any other way'
    end as kind
from episodes
left join short_breaks on short_breaks.episode_id = episodes.episode_id
where episodes.place = 1
    and episodes.ended_on is not null
    and short_breaks.episode_id is null
