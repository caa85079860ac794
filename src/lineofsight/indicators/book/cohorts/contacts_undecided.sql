/*
cohort = "contacts_undecided"
title = "Contacts that wait for a decision"
who = "A row for each contact that was received in the $within_months months up to the date and not decided by then. Due on working day $within_working_days after receipt."
source = "Working Together sets one working day for referrals; applying it to contacts is local"
valid_from = "2019-04"

[settings]
within_working_days = 1
within_months = 12
*/
select
    as_at.as_at,
    contacts.cont_person_id as person_id,
    contacts.cont_contact_id as event_id,
    cast(contacts.cont_contact_date as date) as clock_start,
    in_time.last_day as due_on
from as_at
join ssd_contacts as contacts
    on cast(contacts.cont_contact_date as date) <= as_at.as_at
    and cast(contacts.cont_contact_date as date) > as_at.as_at - interval '$within_months' month
join calendar as received on received.day = cast(contacts.cont_contact_date as date)
join working_days as in_time on in_time.number = received.working_days + $within_working_days
left join los_contact_decisions as decisions
    on decisions.cond_contact_id = contacts.cont_contact_id
where coalesce(decisions.cond_decision_date, date '9999-12-31') > as_at.as_at
