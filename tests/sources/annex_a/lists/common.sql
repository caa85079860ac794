create macro days_alike(a, b) as a is not distinct from b;
create macro yes_no(flag) as case when flag then 'a) Yes' when not flag then 'b) No' else 'c) Unknown' end;

create table child as
select
    people.pers_person_id as id,
    case people.pers_sex when 'M' then 'a) Male' when 'F' then 'b) Female' else 'c) Not stated/recorded' end as gender,
    coalesce(people.pers_ethnicity, 'u) UNKNOWN') as ethnicity,
    coalesce(people.pers_dob, people.pers_expected_dob) as born,
    case
        when exists (
            select 1 from ssd_disability
            where disa_person_id = people.pers_person_id and disa_disability_code <> 'NONE'
        ) then 'a) Yes'
        else 'b) No'
    end as disabled,
    case
        when exists (
            select 1 from ssd_immigration_status
            where immi_person_id = people.pers_person_id and immi_immigration_status = 'UASC'
        ) then 'a) Yes'
        else 'b) No'
    end as uasc
from ssd_person as people;

-- The worker of each child on the day, as the book finds the worker: the latest start, then the highest identifier.
create table allocated as
select person, team, worker
from (
    select
        invo_person_id as person,
        coalesce(dept_team_name, invo_professional_team) as team,
        coalesce(prof_professional_name, invo_professional_id) as worker,
        row_number() over (
            partition by invo_person_id order by invo_involvement_start_date desc, invo_involvements_id desc
        ) as place
    from ssd_involvements
    cross join extract
    left join ssd_department on dept_team_id = invo_professional_team
    left join ssd_professionals on prof_professional_id = invo_professional_id
    where invo_professional_role_id = 'CW'
        and invo_involvement_start_date <= extracted_on
        and coalesce(invo_involvement_end_date > extracted_on, true)
) as ranked
where place = 1;

create table short_breaks as
select distinct lega_person_id as person
from ssd_legal_status
cross join extract
where lega_legal_status in ('V3', 'V4')
    and lega_legal_status_start_date <= extracted_on
    and coalesce(lega_legal_status_end_date > extracted_on, true);

-- Periods of care that are open, or ended in the six months.
create table care as
select
    clae_person_id as person,
    coalesce(clae_entered_care_date, clae_cla_episode_start_date) as started_on,
    any_value(clae_cla_id) as cla_id,
    arg_max(clae_cla_primary_need_code, clae_cla_episode_start_date) as need,
    max(clae_cla_last_iro_contact_date) as iro_on,
    case when count(*) filter (where coalesce(clae_cla_episode_ceased_date > extracted_on, true)) = 0
        then max(clae_cla_episode_ceased_date) end as ended_on,
    arg_max(clae_cla_episode_ceased_reason, clae_cla_episode_start_date) as reason
from ssd_cla_episodes
cross join extract
where clae_person_id is not null and clae_cla_episode_start_date <= extracted_on
group by clae_person_id, coalesce(clae_entered_care_date, clae_cla_episode_start_date), extracted_on, six_months_ago
having coalesce(ended_on > six_months_ago, true);

create table leavers as
select *
from (
    select
        cles_person_id as person, cles_eligibility as eligibility, cles_in_touch as in_touch,
        cles_latest_contact as contact_on, cles_accommodation as accommodation,
        cles_accom_suitable as suitable, cles_activity as activity, cles_personal_adviser as adviser,
        cles_pathway_plan_review_date as plan_on,
        row_number() over (partition by cles_person_id order by cles_valid_from desc, cles_status_id desc) as place
    from los_care_leaver_statuses
    cross join extract
    where cles_person_id is not null
        and cles_valid_from <= extracted_on
        and coalesce(cles_valid_to > extracted_on, true)
) as ranked
where place = 1;

create table plans as
select
    cppl_person_id as person, cppl_cp_plan_id as plan_id, cppl_cp_plan_start_date as started_on,
    case when cppl_cp_plan_end_date <= extracted_on then cppl_cp_plan_end_date end as ended_on,
    cppl_cp_plan_initial_category as initial, cppl_cp_plan_latest_category as latest
from ssd_cp_plans
cross join extract
where not coalesce(cppl_cp_plan_ola, false)
    and cppl_person_id is not null
    and cppl_cp_plan_start_date <= extracted_on
    and coalesce(cppl_cp_plan_end_date > six_months_ago, true);

create table seen as
select cinv_person_id as person, cinv_cin_visit_date as seen_on, 'need' as kind
from ssd_cin_visits where cinv_cin_visit_seen
union all
select cppv_person_id, cppv_cp_visit_date, 'protection' from ssd_cp_visits where cppv_cp_visit_seen
union all
select clav_person_id, clav_cla_visit_date, 'care' from ssd_cla_visits where clav_cla_visit_seen;
