/*
list = 4
ref = "2.10a"
what = "Assessments authorised in the window"
rows = "authorisation_date > window_starts_after"
one_row_for = "event"
differs = "2.10a counts assessments on the day on which they are authorised: those still open are in the list alone."
*/
select person_id, record as event_id, 1 as place, 'Its start is after its authorisation: mend the record' as why
from list_rows
where authorisation_date < assessment_start_date
union all
select person_id, record as event_id, 2 as place, 'Nobody has recorded when it started' as why
from list_rows
where assessment_start_date is null
