/*
code = "EPI-07"
title = "Open, and nothing recorded for a year"
sentence = "The case is open, and no visit, assessment, plan, oversight, contact or change of worker is recorded for $months months. Either the child is forgotten, or the case should have been closed."
mend = "See the child and record it, or close the case on the day on which the work ended."
severity = "warning"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_close_date"]
could = ["leave"]
distorts = ["1.1", "1.2", "3.1", "3.2", "3.3", "open_elsewhere"]
source = "Local"
needs_all = ["ssd_cin_assessments", "ssd_cin_visits"]
reads_if_there = ["ssd_cp_visits", "ssd_cla_visits", "ssd_cin_plans", "ssd_contacts", "ssd_involvements", "los_management_oversight", "los_care_leaver_statuses"]

[settings]
months = 12
*/
with recorded as (
    select person_id, max(day) as last_on
    from (
        select cinv_person_id as person_id, cinv_cin_visit_date as day from ssd_cin_visits
        union all
        select cppv_person_id as person_id, cppv_cp_visit_date as day from ssd_cp_visits
        union all
        select clav_person_id as person_id, clav_cla_visit_date as day from ssd_cla_visits
        union all
        select cina_person_id as person_id, cina_assessment_start_date as day from ssd_cin_assessments
        union all
        select cinp_person_id as person_id, cinp_cin_plan_start_date as day from ssd_cin_plans
        union all
        select cont_person_id as person_id, cast(cont_contact_date as date) as day from ssd_contacts
        union all
        select invo_person_id as person_id, invo_involvement_start_date as day from ssd_involvements
        union all
        select mano_person_id as person_id, mano_oversight_date as day from los_management_oversight
        union all
        select cles_person_id as person_id, cles_latest_contact as day from los_care_leaver_statuses
    ) as events
    where day is not null
    group by person_id
)
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    recorded.last_on as value,
    coalesce(recorded.last_on, episodes.cine_referral_date) as from_on
from ssd_cin_episodes as episodes
join extract
    on episodes.cine_referral_date <= extract.extracted_on - interval '$months' month
    and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
left join recorded on recorded.person_id = episodes.cine_person_id
where not coalesce(episodes.cine_referral_nfa, false)
    and coalesce(recorded.last_on, date '1900-01-01') <= extract.extracted_on - interval '$months' month
