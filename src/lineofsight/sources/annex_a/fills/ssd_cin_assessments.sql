-- List 4 doesn't say of which referral an assessment is. It is taken for one of the latest referral in List 3 on or
-- before its start, leaving out those that ended with no further action: both lists go back six months, so the first
-- assessment of such a referral is the first. Of older referrals it isn't known which assessment is the first: there the
-- clock starts with the assessment itself.
with referrals as (
    select distinct child_unique_id, date_of_referral
    from list_3_referrals
    where child_unique_id is not null and coalesce(referral_nfa, '') <> 'Y'
),
assessments as (
    select *, row_number() over (partition by child_unique_id, assessment_start_date order by file_row) as nth
    from list_4_assessments
    where child_unique_id is not null
),
referred as (
    select assessments.file_row, max(referrals.date_of_referral) as date_of_referral
    from assessments
    join referrals
        on referrals.child_unique_id = assessments.child_unique_id
        and referrals.date_of_referral <= assessments.assessment_start_date
    group by assessments.file_row
)
select
    concat(
        assessments.child_unique_id, '-', coalesce(cast(assessments.assessment_start_date as varchar), 'undated'),
        case when assessments.nth > 1 then concat('#', assessments.nth) else '' end
    ) as cina_assessment_id,
    assessments.child_unique_id as cina_person_id,
    case
        when referred.date_of_referral is not null
            then concat(assessments.child_unique_id, '-', cast(referred.date_of_referral as varchar))
    end as cina_referral_id,
    assessments.assessment_start_date as cina_assessment_start_date,
    case assessments.child_seen when 'Y' then true when 'N' then false end as cina_assessment_child_seen,
    assessments.authorisation_date as cina_assessment_auth_date,
    case assessments.requires_support when 'Y' then false when 'N' then true end as cina_assessment_outcome_nfa,
    assessments.allocated_team as cina_assessment_team,
    assessments.allocated_worker as cina_assessment_worker_id,
    assessments.file,
    assessments.file_row
from assessments
left join referred on referred.file_row = assessments.file_row
