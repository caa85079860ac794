/*
list = 7
ref = "1.3"
what = "Plans that are open on the day"
rows = "plan_end_date is null"
one_row_for = "child"
differs = "1.3 counts children: two plans of a child that are open at once are two rows of the list."
*/
select person_id, cast(null as varchar) as event_id, 1 as place,
    'Two plans or more are open at once: 1.3 counts the child once' as why
from list_rows
where plan_end_date is null
group by person_id
having count(*) > 1
