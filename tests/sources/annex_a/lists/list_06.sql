-- A child once: the latest referral. Nobody who was only referred, and no care leaver who isn't in care.
with episodes as (
    select
        cine_person_id as person, cine_referral_id as referral_id, cine_referral_date as started_on,
        cine_cin_primary_need_code as need, cine_close_reason as reason,
        case when cine_close_date <= extracted_on then cine_close_date end as closed_on,
        row_number() over (
            partition by cine_person_id
            order by cine_referral_date desc, coalesce(cine_close_date, date '9999-12-31') desc, cine_referral_id desc
        ) as place
    from ssd_cin_episodes
    cross join extract
    where cine_person_id is not null
        and not coalesce(cine_referral_nfa, false)
        and cine_referral_date <= extracted_on
        and coalesce(cine_close_date > six_months_ago, true)
)
select
    child.id, child.gender, child.ethnicity, child.born, null as age, child.disabled,
    episodes.started_on,
    episodes.need,
    (select max(seen_on) from seen where seen.person = episodes.person and seen_on <= coalesce(closed_on, extracted_on)),
    episodes.closed_on,
    episodes.reason,
    case
        when episodes.closed_on is not null then 'e) Closed episode'
        when exists (select 1 from care where care.person = episodes.person and care.ended_on is null)
            and episodes.person not in (select person from short_breaks)
            and not coalesce(child.born <= extracted_on - interval 18 year, false) then 'a) Looked after child'
        when exists (select 1 from plans where plans.person = episodes.person and plans.ended_on is null)
            then 'b) Child Protection plan'
        when exists (
            select 1 from ssd_cin_plans
            where cinp_person_id = episodes.person
                and cinp_cin_plan_start_date <= extracted_on
                and coalesce(cinp_cin_plan_end_date > extracted_on, true)
        ) then 'c) Child in need plan'
        when exists (
            select 1 from ssd_cin_assessments
            where cina_person_id = episodes.person
                and cina_assessment_start_date <= extracted_on
                and coalesce(cina_assessment_auth_date > extracted_on, true)
        ) then 'd) Open assessment'
        else (select status_of_others from extract)
    end,
    allocated.team,
    allocated.worker
from episodes
cross join extract
join child on child.id = episodes.person
left join allocated on allocated.person = child.id
where episodes.place = 1
    and (
        exists (
            select 1 from ssd_cin_assessments
            where cina_person_id = episodes.person and cina_assessment_start_date >= episodes.started_on
        )
        or exists (select 1 from ssd_cin_plans where cinp_person_id = episodes.person)
        or exists (select 1 from plans where plans.person = episodes.person)
        or exists (select 1 from care where care.person = episodes.person)
    )
    and not (
        episodes.person in (select person from leavers)
        and episodes.person not in (select person from care where ended_on is null)
    )
order by child.id
