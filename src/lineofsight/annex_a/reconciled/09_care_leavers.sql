/*
list = 9
ref = "6.1"
what = "Young people with a leaving care status"
rows = "true"
one_row_for = "child"
differs = "6.1 is of care leavers aged 17 to 21 whose status is Relevant, Former relevant or Qualifying, and who are not in our care."
*/
select list_rows.person_id, cast(null as varchar) as event_id, 1 as place,
    'Is an eligible child, who is still in our care: 6.1 is of those who have left it' as why
from list_rows
where list_rows.eligibility = 'Eligible'
union all
select list_rows.person_id, null, 2, 'The date of birth is not known, so 6.1 leaves the young person out'
from list_rows
left join children on children.person_id = list_rows.person_id
where children.age is null
union all
select list_rows.person_id, null, 3, 'Is 22 or over: 6.1 is of those aged 17 to 21'
from list_rows
join children on children.person_id = list_rows.person_id
where children.age >= 22
union all
select list_rows.person_id, null, 4, 'Is under 17: 6.1 is of those aged 17 to 21'
from list_rows
join children on children.person_id = list_rows.person_id
where children.age < 17
union all
select list_rows.person_id, null, 5, 'Is in our care on the day, whatever the status says'
from list_rows
join in_care on in_care.person_id = list_rows.person_id
