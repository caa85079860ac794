/*
ref = "6.6"
title = "% care leavers in contact with their personal adviser in the past 8 weeks"
report = "monthly"
section = "Care leavers"
group = "Care leavers"
order = 660
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The latest contact is in the past $within_days days, the date itself being day 1."
out_of = "Care leavers, without those whose latest contact on record is later than the date and who have no earlier one on record in the past $within_days days: what it was at the date is not kept."
good = "Nobody goes two months without somebody who asks how they are."
why = "In touch within a year (6.1) is a low bar: trouble with rent, work or health takes weeks."
decision = "Whom to call or visit this week."
source = "Children Act guidance, volume 3: the adviser sees the young person at least every two months"
caveats = "The latest contact by the date that any of the young person's statuses names. Any contact counts, a message that was answered too: it isn't a count of visits. Some young people ask for less, and rightly show here."
example = "On 31 March a contact on 4 February is day 56 and in; one on 3 February is day 57 and out."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_days = 56

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts with advisers, only whether there was one around the birthday."
*/
with began as (
    select cles_person_id as person_id, min(cles_valid_from) as began_on
    from los_care_leaver_statuses
    where cles_eligibility in ('Relevant', 'Former relevant', 'Qualifying')
    group by cles_person_id
),
latest as (
    select
        care_leavers.as_at,
        care_leavers.person_id,
        min(began.began_on) as began_on,
        max(case when statuses.cles_latest_contact <= care_leavers.as_at then statuses.cles_latest_contact end) as done_on,
        max(
            case
                when statuses.cles_valid_from <= care_leavers.as_at
                    and statuses.cles_latest_contact > care_leavers.as_at then 1
                else 0
            end
        ) as is_known_later
    from care_leavers
    join began on began.person_id = care_leavers.person_id
    join los_care_leaver_statuses as statuses on statuses.cles_person_id = care_leavers.person_id
    group by care_leavers.as_at, care_leavers.person_id
)
select
    as_at,
    person_id,
    coalesce(done_on > as_at - $within_days, false) as met,
    coalesce(done_on, began_on) as clock_start,
    coalesce(done_on, began_on) + ($within_days - 1) as due_on,
    done_on
from latest
where is_known_later = 0
    or done_on > as_at - $within_days
