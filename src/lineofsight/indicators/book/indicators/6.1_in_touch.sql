/*
ref = "6.1"
title = "% care leavers in touch (17 to 21 year olds with activity updated within last year)"
group = "Care leavers"
section = "Care leavers"
order = 610
one_row_for = "young person"
unit = "percent"
better = "higher"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
rating = "minimum_and_upper"
counted = "In touch, and the latest contact is in the past $within_months months."
out_of = "Care leavers."
good = "Nobody who left our care is lost."
why = "We stay responsible, as parents do."
decision = "Whom to call."
source = "Local: a test of recording. DfE's measure looks at the weeks around the birthday."
caveats = "Not DfE's figure. Without a history of statuses only the latest month can be computed."
example = "In touch with the latest contact on 31 March 2022: on 31 March 2023 that is a year ago and out; 1 April 2022 is in."
owner = "Head of leaving care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[settings]
within_months = 12

[[targets]]
from = "2019-04"
minimum = 90
upper = 95

[[benchmarks]]
comparable = "no"
why = "DfE's in touch is about the weeks around a birthday; this is a test of recording within a year."
*/
select
    care_leavers.as_at,
    care_leavers.person_id,
    coalesce(
        statuses.cles_in_touch = 'YES'
        and statuses.cles_latest_contact <= care_leavers.as_at
        and statuses.cles_latest_contact > care_leavers.as_at - interval '$within_months' month,
        false
    ) as met,
    case
        when coalesce(statuses.cles_latest_contact, care_leavers.entered_on) <= care_leavers.as_at
            and coalesce(statuses.cles_in_touch, '') = 'YES'
            then coalesce(statuses.cles_latest_contact, care_leavers.entered_on)
    end as clock_start,
    case
        when coalesce(statuses.cles_latest_contact, care_leavers.entered_on) <= care_leavers.as_at
            and coalesce(statuses.cles_in_touch, '') = 'YES'
            then greatest(
                coalesce(statuses.cles_latest_contact, care_leavers.entered_on)
                    + interval '$within_months' month - interval '1' day,
                coalesce(statuses.cles_latest_contact, care_leavers.entered_on)
                    - interval '1' day + interval '$within_months' month
            )
    end as due_on,
    case when statuses.cles_latest_contact <= care_leavers.as_at then statuses.cles_latest_contact end as done_on
from care_leavers
join los_care_leaver_statuses as statuses
    on statuses.cles_status_id = care_leavers.status_id
    and statuses.cles_person_id = care_leavers.person_id
