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
out_of = "Care leavers, without those in touch whose latest contact on record is later than the date and who have no earlier one on record in the past $within_months months: what it was at the date is not kept."
good = "Nobody who left our care is lost."
why = "We stay responsible, as parents do."
decision = "Whom to call."
source = "Local: a test of recording. DfE's measure looks at the weeks around the birthday."
caveats = "Not DfE's figure. The latest contact by the date that any of the young person's statuses names. Without a history of statuses only the latest month can be computed."
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
with latest as (
    select
        care_leavers.as_at,
        care_leavers.person_id,
        care_leavers.status_id,
        care_leavers.entered_on,
        max(statuses.cles_latest_contact) as done_on
    from care_leavers
    left join los_care_leaver_statuses as statuses
        on statuses.cles_person_id = care_leavers.person_id
        and statuses.cles_latest_contact <= care_leavers.as_at
    group by care_leavers.as_at, care_leavers.person_id, care_leavers.status_id, care_leavers.entered_on
),
judged as (
    select
        latest.as_at,
        latest.person_id,
        coalesce(latest.done_on > latest.as_at - interval '$within_months' month, false) as is_recent,
        coalesce(open_status.cles_in_touch = 'YES', false) as in_touch,
        coalesce(open_status.cles_latest_contact > latest.as_at, false) as is_known_later,
        coalesce(latest.done_on, latest.entered_on) as since,
        latest.done_on
    from latest
    join los_care_leaver_statuses as open_status
        on open_status.cles_status_id = latest.status_id
        and open_status.cles_person_id = latest.person_id
)
select
    as_at,
    person_id,
    in_touch and is_recent as met,
    case when in_touch then since end as clock_start,
    case
        when in_touch
            then greatest(
                since + interval '$within_months' month - interval '1' day,
                since - interval '1' day + interval '$within_months' month
            )
    end as due_on,
    done_on
from judged
where is_recent
    or not in_touch
    or not is_known_later
