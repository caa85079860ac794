select
    child.id, null, child.gender, child.ethnicity, child.born, null as age, child.disabled,
    (select max(clae_entered_care_date) from ssd_cla_episodes where clae_cla_id = perm_cla_id),
    perm_adm_decision_date, perm_placement_order_date, perm_matched_date, perm_placed_for_adoption_date,
    case when perm_permanence_order_type = 'Adoption' then perm_permanence_order_date end, perm_decision_reversed_date,
    perm_decision_reversed_reason, perm_placed_ffa_cp_date
from ssd_permanence
cross join extract
join child on child.id = perm_person_id
where perm_adm_decision_date is not null
    and (
        coalesce(perm_permanence_order_date, perm_decision_reversed_date) is null
        or greatest(perm_permanence_order_date, perm_decision_reversed_date) > a_year_ago
    )
order by child.id
