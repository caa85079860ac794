/*
list = 8
ref = "1.4"
what = "Children in care on the day"
rows = "care_end_date is null"
one_row_for = "child"
differs = "1.4 counts children: two periods of care that are open at once are two rows of the list."
*/
select person_id, cast(null as varchar) as event_id, 1 as place,
    'Two periods of care or more are open at once: 1.4 counts the child once' as why
from list_rows
where care_end_date is null
group by person_id
having count(*) > 1
