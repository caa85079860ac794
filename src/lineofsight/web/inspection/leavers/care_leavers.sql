/*
title = "Care leavers"
who = "Young people with an open leaving care status on the day: Eligible, Relevant, Former relevant or Qualifying, or a status without a category, from the 16th to the day before the 25th birthday. Where two statuses are open, the later start stands, then the higher identifier, as in List 9."
source = "Children Act 1989, sections 23A to 23CZB and 24, for the categories and for help up to 25; SSD ssd_care_leavers, and los_care_leaver_statuses where there is a history"
caveats = [
    "Eligible children are still in our care: they stand here, and in the indicators of group 6 they don't.",
    "Who has died is left out of all counts, and said beside them.",
    "The weeks and months are a default of ours, counted to the day: what lies exactly that far back still counts. Check them against the current framework.",
    "The book has no figure of DfE's measure, which looks at the weeks around the 17th to 21st birthday: the records keep the latest contact of each status, and not each contact.",
]
of = ["los_care_leaver_statuses.cles_person_id", "los_care_leaver_statuses.cles_valid_from", "los_care_leaver_statuses.cles_valid_to", "los_care_leaver_statuses.cles_eligibility", "ssd_person.pers_dob"]
reads_if_there = [
    "los_care_leaver_statuses.cles_status_id", "los_care_leaver_statuses.cles_in_touch", "ssd_care_leavers.clea_person_id",
    "ssd_person.pers_person_id", "los_health_assessments.heas_person_id", "ssd_cla_health.clah_person_id",
    "ssd_cla_health.clah_health_check_type", "ssd_cla_health.clah_health_check_status",
]

[settings]
in_touch_weeks = 8
plan_months = 6
health_months = 12

[needs]
in_touch = ["los_care_leaver_statuses.cles_in_touch", "los_care_leaver_statuses.cles_latest_contact"]
suitable = ["los_care_leaver_statuses.cles_accom_suitable"]
busy = ["los_care_leaver_statuses.cles_activity"]
plan = ["ssd_care_leavers.clea_pathway_plan_review_date"]
adviser = ["ssd_care_leavers.clea_care_leaver_personal_advisor"]
health = ["los_health_assessments.heas_assessment_date or ssd_cla_health.clah_health_check_date"]

[[ages]]
code = "16"
title = "16"
from = 16
to = 16

[[ages]]
code = "17"
title = "17"
from = 17
to = 17

[[ages]]
code = "18"
title = "18"
from = 18
to = 18

[[ages]]
code = "19-21"
title = "19 to 21"
from = 19
to = 21

[[ages]]
code = "22-25"
title = "22 to the 25th birthday"
from = 22
to = 24

[[measures]]
code = "in_touch"
title = "In touch in the past $in_touch_weeks weeks"
yes = "In touch, and the latest contact is not longer ago than $in_touch_weeks weeks."
no = "Not in touch, refuses contact, needs us no longer, went home; or the latest contact is longer ago."
not_recorded = "Nothing says whether we are in touch; or we are, and no day of contact is recorded."
ref = "6.1"
beside = "looks back 12 months, at 17 to 21 year olds who have left our care, and counts not recorded as no"

[[measures]]
code = "suitable"
title = "Suitable accommodation"
yes = "The accommodation is recorded as suitable."
no = "It is recorded as unsuitable."
not_recorded = "Nothing says whether it is suitable."
ref = "6.3"
beside = "is of 17 to 21 year olds who have left our care, and counts not recorded as no"

[[measures]]
code = "busy"
title = "In education, employment or training"
yes = "Full-time or part-time in education, training, an apprenticeship or employment (activity F or P)."
no = "Not in education, employment or training (activity G), whatever the reason."
not_recorded = "No activity is recorded."
ref = "6.2"
beside = "is of 17 to 21 year olds who have left our care, and counts not recorded as no"

[[measures]]
code = "plan"
title = "Pathway plan reviewed in the past $plan_months months"
yes = "The plan began or was reviewed not longer ago than $plan_months months."
no = "It began or was reviewed last before that."
not_recorded = "No plan or review is recorded."

[[measures]]
code = "adviser"
title = "Personal adviser"
yes = "A personal adviser is named."
no = ""
not_recorded = "None is named. The records can't say that somebody has none, so no share is given."

[[measures]]
code = "health"
title = "Health assessment in the past $health_months months"
yes = "The latest health assessment is not longer ago than $health_months months."
no = "The latest is longer ago."
not_recorded = "None is recorded: they are kept of children in our care, and seldom of those who have left it."
*/
with statuses as (
    select
        statuses.cles_person_id as person_id,
        statuses.cles_eligibility as eligibility,
        statuses.cles_in_touch as in_touch,
        case when statuses.cles_latest_contact <= as_at.as_at then statuses.cles_latest_contact end as contact_on,
        statuses.cles_accom_suitable as suitable,
        statuses.cles_activity as activity,
        row_number() over (
            partition by statuses.cles_person_id
            order by statuses.cles_valid_from desc, statuses.cles_status_id desc
        ) as place
    from los_care_leaver_statuses as statuses
    join as_at
        on statuses.cles_valid_from <= as_at.as_at
        and coalesce(statuses.cles_valid_to, date '9999-12-31') > as_at.as_at
    where statuses.cles_person_id is not null
),
present as (
    select
        leavers.clea_person_id as person_id,
        max(leavers.clea_care_leaver_personal_advisor) as adviser,
        max(
            case
                when leavers.clea_pathway_plan_review_date <= as_at.as_at then leavers.clea_pathway_plan_review_date
            end
        ) as plan_on
    from ssd_care_leavers as leavers
    cross join as_at
    where leavers.clea_person_id is not null
    group by leavers.clea_person_id
),
assessed as (
    select heas_person_id as person_id, heas_assessment_date as assessed_on from los_health_assessments
    union all
    select clah_person_id, clah_health_check_date from ssd_cla_health
    where clah_health_check_type = 'Health Assessment'
        and coalesce(clah_health_check_status, '') not in ('Planned', 'Refused', 'Cancelled')
),
health as (
    select assessed.person_id, max(assessed.assessed_on) as assessed_on
    from assessed
    join as_at on assessed.assessed_on <= as_at.as_at
    where assessed.person_id is not null
    group by assessed.person_id
),
people as (
    select
        people.pers_person_id as person_id,
        max(
            as_at.year_number - extract(year from people.pers_dob)
                - case
                    when as_at.month_and_day
                        < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                    else 0
                end
        ) as age
    from ssd_person as people
    cross join as_at
    where people.pers_person_id is not null
    group by people.pers_person_id
)
select
    statuses.person_id,
    statuses.eligibility,
    cast(people.age as integer) as age,
    coalesce(statuses.in_touch = 'DIED', false) as died,
    case
        when statuses.in_touch is null then null
        when statuses.in_touch <> 'YES' then false
        when statuses.contact_on is null then null
        else statuses.contact_on >= as_at.as_at - interval '$in_touch_weeks' week
    end as in_touch,
    case when statuses.suitable = '1' then true when statuses.suitable = '2' then false end as suitable,
    case
        when statuses.activity in ('F1', 'P1', 'F2', 'P2', 'F3', 'P3', 'F4', 'P4', 'F5', 'P5') then true
        when statuses.activity in ('G4', 'G5', 'G6') then false
    end as busy,
    present.plan_on >= as_at.as_at - interval '$plan_months' month as plan,
    case when present.adviser is not null then true end as adviser,
    health.assessed_on >= as_at.as_at - interval '$health_months' month as health
from statuses
cross join as_at
left join present on present.person_id = statuses.person_id
left join health on health.person_id = statuses.person_id
left join people on people.person_id = statuses.person_id
where statuses.place = 1
    and coalesce(statuses.eligibility, '') <> 'No current eligibility'
