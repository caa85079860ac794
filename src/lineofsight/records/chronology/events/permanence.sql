/*
event = "permanence"
title = "Step to permanence"
group = "Permanence"
source = "ssd_permanence"
order = 440
about = "Each dated step to a permanent home: decisions, orders, match and placement."
*/
with steps as (
    select
        perm_person_id, perm_table_id, perm_adoption_worker_id, file_row, perm_adm_decision_date as on_day,
        'Decision that the child should be placed for adoption' as what
    from ssd_permanence
    union all
    select
        perm_person_id, perm_table_id, perm_adoption_worker_id, file_row, perm_ffa_cp_decision_date,
        'Decision for fostering for adoption or a concurrent placement'
    from ssd_permanence
    union all
    select
        perm_person_id, perm_table_id, perm_adoption_worker_id, file_row, perm_placement_order_date,
        'Placement order made'
    from ssd_permanence
    union all
    select
        perm_person_id, perm_table_id, perm_adoption_worker_id, file_row, perm_matched_date, 'Matched with adopters'
    from ssd_permanence
    union all
    select
        perm_person_id, perm_table_id, perm_adoption_worker_id, file_row, perm_placed_for_adoption_date,
        'Placed for adoption'
    from ssd_permanence
    union all
    select
        perm_person_id, perm_table_id, perm_adoption_worker_id, file_row, perm_placed_foster_carer_date,
        'First placed with these foster carers'
    from ssd_permanence
    union all
    select
        perm_person_id, perm_table_id, perm_adoption_worker_id, file_row, perm_placed_ffa_cp_date,
        'Placed for fostering for adoption or in a concurrent placement'
    from ssd_permanence
    union all
    select
        perms.perm_person_id, perms.perm_table_id, perms.perm_adoption_worker_id, perms.file_row,
        perms.perm_decision_reversed_date,
        concat_ws('; ', 'Decision reversed', 'Reason: ' || coalesce(reasons.label, perms.perm_decision_reversed_reason))
    from ssd_permanence as perms
    left join code_labels as reasons
        on reasons.column_name = 'perm_decision_reversed_reason' and reasons.code = perms.perm_decision_reversed_reason
    union all
    select
        perms.perm_person_id, perms.perm_table_id, perms.perm_adoption_worker_id, perms.file_row,
        perms.perm_permanence_order_date,
        concat_ws('; ', 'Permanence order made', coalesce(types.label, perms.perm_permanence_order_type))
    from ssd_permanence as perms
    left join code_labels as types
        on types.column_name = 'perm_permanence_order_type' and types.code = perms.perm_permanence_order_type
)
select
    steps.perm_person_id as person_id,
    steps.on_day,
    steps.what,
    steps.perm_table_id as record,
    steps.perm_adoption_worker_id as worker,
    steps.file_row
from steps
