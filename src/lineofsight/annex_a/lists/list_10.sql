/*
list = 10
who = "Children of whom it was decided that they should be placed for adoption: not yet adopted, or adopted or the decision reversed in the window."
unclear = ["A child whose case for permanence ended otherwise (special guardianship, a child arrangements order) in the window is listed without an adoption order."]
of = ["ssd_permanence.perm_person_id", "ssd_permanence.perm_adm_decision_date"]
reads_if_there = [
    "ssd_permanence.perm_table_id", "ssd_permanence.perm_cla_id", "ssd_permanence.perm_permanence_order_date",
    "ssd_permanence.perm_permanence_order_type", "ssd_permanence.perm_decision_reversed_date",
    "ssd_cla_episodes.clae_cla_id", "ssd_cla_episodes.clae_person_id", "ssd_cla_episodes.clae_entered_care_date",
]
source = "SSD ssd_permanence"
order = ["decision_date"]

[needs]
care_start_date = ["ssd_cla_episodes.clae_cla_episode_start_date"]
placement_order_date = ["ssd_permanence.perm_placement_order_date"]
matched_date = ["ssd_permanence.perm_matched_date"]
placed_date = ["ssd_permanence.perm_placed_for_adoption_date"]
adoption_order_date = ["ssd_permanence.perm_permanence_order_date", "ssd_permanence.perm_permanence_order_type"]
reversed_date = ["ssd_permanence.perm_decision_reversed_date"]
reversed_reason = ["ssd_permanence.perm_decision_reversed_reason"]
foster_for_adoption_date = ["ssd_permanence.perm_placed_ffa_cp_date"]

[not_held]
family_id = "The case records don't hold the adoptive family: ssd_family is the family of birth."
*/
with decisions as (
    select
        permanence.perm_person_id as person_id,
        permanence.perm_table_id as record,
        permanence.perm_cla_id as cla_id,
        as_at.as_at,
        permanence.perm_adm_decision_date as decided_on,
        case when permanence.perm_placement_order_date <= as_at.as_at then permanence.perm_placement_order_date end
            as placement_order_on,
        case when permanence.perm_matched_date <= as_at.as_at then permanence.perm_matched_date end as matched_on,
        case
            when permanence.perm_placed_for_adoption_date <= as_at.as_at then permanence.perm_placed_for_adoption_date
        end as placed_on,
        case when permanence.perm_placed_ffa_cp_date <= as_at.as_at then permanence.perm_placed_ffa_cp_date end
            as fostered_on,
        case when permanence.perm_permanence_order_date <= as_at.as_at then permanence.perm_permanence_order_date end
            as order_on,
        permanence.perm_permanence_order_type as order_type,
        case when permanence.perm_decision_reversed_date <= as_at.as_at then permanence.perm_decision_reversed_date end
            as reversed_on,
        permanence.perm_decision_reversed_reason as reversed_reason
    from ssd_permanence as permanence
    cross join as_at
    where permanence.perm_person_id is not null
        and permanence.perm_adm_decision_date <= as_at.as_at
),
entered as (
    select
        episodes.clae_cla_id as cla_id,
        episodes.clae_person_id as person_id,
        coalesce(episodes.clae_entered_care_date, episodes.clae_cla_episode_start_date) as entered_on,
        episodes.clae_cla_episode_start_date as began_on
    from ssd_cla_episodes as episodes
    cross join as_at
    -- What records say of days to come is not told: it may yet change.
    where coalesce(episodes.clae_entered_care_date, episodes.clae_cla_episode_start_date) <= as_at.as_at
),
by_period as (
    select
        cla_id,
        person_id,
        min(entered_on) as entered_on
    from entered
    group by cla_id, person_id
),
by_day as (
    select
        decisions.person_id,
        decisions.decided_on,
        max(entered.entered_on) as entered_on
    from decisions
    join entered on entered.person_id = decisions.person_id and entered.began_on <= decisions.decided_on
    group by decisions.person_id, decisions.decided_on
)
select
    decisions.person_id,
    decisions.record,
    coalesce(by_period.entered_on, by_day.entered_on) as care_start_date,
    decisions.decided_on as decision_date,
    decisions.placement_order_on as placement_order_date,
    decisions.matched_on as matched_date,
    decisions.placed_on as placed_date,
    case when decisions.order_type = 'Adoption' then decisions.order_on end as adoption_order_date,
    decisions.reversed_on as reversed_date,
    case when decisions.reversed_on is not null then decisions.reversed_reason end as reversed_reason,
    decisions.fostered_on as foster_for_adoption_date
from decisions
left join by_period on by_period.cla_id = decisions.cla_id and by_period.person_id = decisions.person_id
left join by_day on by_day.person_id = decisions.person_id and by_day.decided_on = decisions.decided_on
where coalesce(least(decisions.order_on, decisions.reversed_on) > decisions.as_at - interval '$months' month, true)
