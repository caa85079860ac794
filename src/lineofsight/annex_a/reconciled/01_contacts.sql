/*
list = 1
ref = "2.1"
what = "Contacts received in the window"
rows = "true"
one_row_for = "event"
differs = "2.1 counts a contact from the day of its decision, or from the second working day after receipt."
*/
select events.person_id, events.event_id, 1 as place,
    'Received on the last day or days and not decided yet: 2.1 counts it from its second working day' as why
from events
cross join as_at
where events.counts_from > as_at.as_at
