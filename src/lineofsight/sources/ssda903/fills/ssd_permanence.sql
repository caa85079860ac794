-- with periods
-- What the return says of a child's way to permanence: adoption (AD1), the decision to place for adoption
-- (PlacedAdoption), and the order with which care ended (Episodes). AD1 and the order go with the latest decision.
, decisions as (
    select *, row_number() over (partition by child order by date_placed desc, file_row desc) as place
    from ssda903_placed_adoption
),
orders as (
    select child, dec as made_on, rec, period_id, file, file_row
    from episodes
    where rec in ('E11', 'E12', 'E41', 'E45', 'E46', 'E47', 'E48') and dec is not null
    qualify row_number() over (partition by child order by dec desc, file_row desc) = 1
),
children as (
    select child, max(place) as rows_of_child
    from (
        select child, place from decisions
        union all
        select child, 1 as place from ssda903_ad1
        union all
        select child, 1 as place from orders
    ) as named
    where child is not null
    group by child
),
child_rows as (
    select child, unnest(range(1, rows_of_child + 1)) as place
    from children
)
select
    concat_ws('-', child_rows.child, 'permanence', nullif(child_rows.place, 1)) as perm_table_id,
    child_rows.child as perm_person_id,
    orders.period_id as perm_cla_id,
    coalesce(decisions.date_placed, adoptions.date_int) as perm_adm_decision_date,
    adoptions.date_match as perm_matched_date,
    adoptions.sex_adoptr as perm_adopter_sex,
    adoptions.ls_adoptr as perm_adopter_legal_status,
    adoptions.nb_adoptr as perm_number_of_adopters,
    adoptions.foster_care as perm_adopted_by_carer_flag,
    decisions.date_placed_ceased as perm_decision_reversed_date,
    decisions.reason_placed_ceased as perm_decision_reversed_reason,
    orders.made_on as perm_permanence_order_date,
    case
        when orders.rec in ('E11', 'E12') then 'Adoption'
        when orders.rec = 'E41' then 'Child Arrangements/ Residence Order'
        when orders.rec is not null then 'Special Guardianship Order'
    end as perm_permanence_order_type,
    coalesce(decisions.file, adoptions.file, orders.file) as file,
    coalesce(decisions.file_row, adoptions.file_row, orders.file_row) as file_row
from child_rows
left join decisions on decisions.child = child_rows.child and decisions.place = child_rows.place
left join ssda903_ad1 as adoptions on adoptions.child = child_rows.child and child_rows.place = 1
left join orders on orders.child = child_rows.child and child_rows.place = 1
