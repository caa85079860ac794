-- The census holds the assessments of its own year. Where the referral was made before that year and the assessment
-- started more than nine weeks (45 working days) after it, an earlier one may have been the referral's own: the link is
-- left empty, so that such an assessment is timed from its own start, as a later one of any referral is.
with census as (
    select
        make_date(year(extracted_on) - case when month(extracted_on) > 3 then 0 else 1 end, 4, 1) as first_day
    from extract
)
select
    assessments.own_id as cina_assessment_id,
    assessments.child_id as cina_person_id,
    case
        when episodes.referral_date < census.first_day
            and assessments.start_date > episodes.referral_date + interval '63' day
            then null
        else assessments.within_id
    end as cina_referral_id,
    assessments.start_date as cina_assessment_start_date,
    assessments.authorisation_date as cina_assessment_auth_date,
    assessments.file,
    assessments.file_row
from cin_assessments as assessments
cross join census
left join cin_details as episodes on episodes.own_id = assessments.within_id
