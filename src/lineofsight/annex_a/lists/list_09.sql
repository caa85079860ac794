/*
list = 9
who = "Everybody whose leaving care status on the day is Relevant, Former relevant, Qualifying or Eligible, of any age. Where two statuses are open, the later start stands, then the higher identifier."
unclear = ["Eligible children are still in our care, and stand in List 8 too."]
of = ["los_care_leaver_statuses.cles_person_id", "los_care_leaver_statuses.cles_valid_from", "los_care_leaver_statuses.cles_valid_to", "los_care_leaver_statuses.cles_eligibility"]
reads_if_there = [
    "los_care_leaver_statuses.cles_status_id", "ssd_care_leavers.clea_person_id",
    "ssd_care_leavers.clea_care_leaver_allocated_team", "ssd_care_leavers.clea_care_leaver_worker_id",
    "ssd_professionals.prof_professional_id", "ssd_professionals.prof_professional_name",
    "ssd_immigration_status.immi_person_id", "ssd_immigration_status.immi_immigration_status_start_date",
]
source = "SSD ssd_care_leavers, and los_care_leaver_statuses where there is a history"
order = ["eligibility"]

[needs]
uasc = ["ssd_immigration_status.immi_immigration_status"]
personal_adviser = ["ssd_care_leavers.clea_care_leaver_personal_advisor"]
pathway_plan_review_date = ["ssd_care_leavers.clea_pathway_plan_review_date"]
in_touch = ["los_care_leaver_statuses.cles_in_touch"]
latest_contact_date = ["los_care_leaver_statuses.cles_latest_contact"]
accommodation = ["los_care_leaver_statuses.cles_accommodation"]
accommodation_suitable = ["los_care_leaver_statuses.cles_accom_suitable"]
activity = ["los_care_leaver_statuses.cles_activity"]
*/
with statuses as (
    select
        statuses.cles_person_id as person_id,
        statuses.cles_eligibility as eligibility,
        statuses.cles_in_touch as in_touch,
        case when statuses.cles_latest_contact <= as_at.as_at then statuses.cles_latest_contact end as contact_on,
        statuses.cles_accommodation as accommodation,
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
        max(leavers.clea_care_leaver_allocated_team) as team_id,
        max(leavers.clea_care_leaver_worker_id) as worker_id,
        max(coalesce(advisers.prof_professional_name, leavers.clea_care_leaver_personal_advisor)) as adviser,
        max(
            case
                when leavers.clea_pathway_plan_review_date <= as_at.as_at then leavers.clea_pathway_plan_review_date
            end
        ) as pathway_plan_on
    from ssd_care_leavers as leavers
    cross join as_at
    left join ssd_professionals as advisers
        on advisers.prof_professional_id = leavers.clea_care_leaver_personal_advisor
    group by leavers.clea_person_id
),
alone as (
    select distinct statuses.immi_person_id as person_id
    from ssd_immigration_status as statuses
    cross join as_at
    where statuses.immi_immigration_status = 'UASC'
        and coalesce(statuses.immi_immigration_status_start_date <= as_at.as_at, true)
)
select
    statuses.person_id,
    cast(null as varchar) as record,
    case when alone.person_id is not null then 'Y' else 'N' end as uasc,
    present.adviser as personal_adviser,
    statuses.eligibility,
    present.pathway_plan_on as pathway_plan_review_date,
    statuses.in_touch,
    statuses.contact_on as latest_contact_date,
    statuses.accommodation,
    statuses.suitable as accommodation_suitable,
    statuses.activity,
    coalesce(present.team_id, allocated.team_id) as team_id,
    coalesce(present.worker_id, allocated.worker_id) as worker_id
from statuses
left join present on present.person_id = statuses.person_id
left join alone on alone.person_id = statuses.person_id
left join allocated on allocated.person_id = statuses.person_id
where statuses.place = 1
    and statuses.eligibility in ('Relevant', 'Former relevant', 'Qualifying', 'Eligible')
