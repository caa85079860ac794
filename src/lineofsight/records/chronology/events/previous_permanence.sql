/*
event = "previous_permanence"
title = "Earlier permanence order"
group = "Permanence"
source = "ssd_cla_previous_permanence"
order = 441
about = "An order that gave the child a permanent home before. Of a date that is known in part (zz in place of the day or month) the first day that it can be is taken, and that is said."
*/
with orders as (
    select *, lower(lapp_previous_permanence_order_date) as written
    from ssd_cla_previous_permanence
)
select
    orders.lapp_person_id as person_id,
    case
        when orders.written like '__/__/____'
            then try_cast(
                concat(
                    right(orders.written, 4), '-', replace(substring(orders.written, 4, 2), 'zz', '01'), '-',
                    replace(left(orders.written, 2), 'zz', '01')
                ) as date
            )
        else try_cast(left(orders.written, 10) as date)
    end as on_day,
    concat_ws(
        '; ',
        coalesce(options.label, orders.lapp_previous_permanence_option),
        'Authority: ' || orders.lapp_previous_permanence_la,
        case when contains(orders.written, 'zz') then 'The date is known in part' end
    ) as what,
    orders.lapp_table_id as record,
    orders.file_row
from orders
left join code_labels as options
    on options.column_name = 'lapp_previous_permanence_option' and options.code = orders.lapp_previous_permanence_option
