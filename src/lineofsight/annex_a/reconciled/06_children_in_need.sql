/*
list = 6
ref = "1.2"
what = "Open cases with a child in need plan, or with no status that the template knows"
rows = "cin_closure_date is null and (case_status = 'Child in need plan' or case_status is null)"
one_row_for = "child"
differs = "1.2 counts open cases who have a plan, or whom an assessment since the referral found to be in need, unless they are on a child protection plan, in our care or care leavers."
*/
select list_rows.person_id, cast(null as varchar) as event_id, 1 as place,
    'Is being assessed: the list says ''Open assessment'', and 1.2 counts the child for the assessment before' as why
from list_rows
where list_rows.case_status = 'Open assessment'
union all
select list_rows.person_id, null, 2, 'Is in our care: the list says so, and 1.2 does not leave the child out'
from list_rows
where list_rows.case_status = 'Looked after child'
union all
select list_rows.person_id, null, 3, 'Is on a child protection plan: the list says so'
from list_rows
where list_rows.case_status = 'Child protection plan'
union all
select list_rows.person_id, null, 4, 'The latest episode is closed: 1.2 counts an earlier one that is still open'
from list_rows
where list_rows.case_status = 'Closed episode'
union all
select leavers.person_id, null, 5, 'Has a leaving care status, by which the list leaves the young person out; 1.2 leaves out those of 17 to 21 alone'
from leavers
union all
select list_rows.person_id, null, 6, 'Has no open plan, and no assessment since the referral found the child to be in need'
from list_rows
where list_rows.case_status is null
union all
select list_rows.person_id, null, 7, 'Has an open plan, and is among those whom 1.2 leaves out (a plan of protection, our care, a care leaver)'
from list_rows
where list_rows.case_status = 'Child in need plan'
