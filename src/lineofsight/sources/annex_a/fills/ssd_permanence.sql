select
    concat(
        adoptions.child_unique_id, '-', coalesce(cast(adoptions.decision_date as varchar), 'undated'),
        case when adoptions.nth > 1 then concat('#', adoptions.nth) else '' end
    ) as perm_table_id,
    adoptions.child_unique_id as perm_person_id,
    case
        when periods.child_unique_id is not null
            then concat(adoptions.child_unique_id, '-', cast(adoptions.care_start_date as varchar))
    end as perm_cla_id,
    adoptions.decision_date as perm_adm_decision_date,
    adoptions.placement_order_date as perm_placement_order_date,
    adoptions.matched_date as perm_matched_date,
    adoptions.placed_date as perm_placed_for_adoption_date,
    adoptions.foster_for_adoption_date as perm_placed_ffa_cp_date,
    adoptions.reversed_date as perm_decision_reversed_date,
    adoptions.reversed_reason as perm_decision_reversed_reason,
    adoptions.adoption_order_date as perm_permanence_order_date,
    case when adoptions.adoption_order_date is not null then 'Adoption' end as perm_permanence_order_type,
    adoptions.file,
    adoptions.file_row
from (
    select *, row_number() over (partition by child_unique_id, decision_date order by file_row) as nth
    from list_10_adoption
    where child_unique_id is not null
) as adoptions
left join (select distinct child_unique_id, care_start_date from list_8_children_in_care) as periods
    on periods.child_unique_id = adoptions.child_unique_id and periods.care_start_date = adoptions.care_start_date
