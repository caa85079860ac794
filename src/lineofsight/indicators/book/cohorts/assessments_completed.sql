/*
cohort = "assessments_completed"
title = "Assessments completed"
who = "A row for each assessment that was authorised, on the day of its authorisation. It starts with the referral if it is the first assessment authorised for it, else by itself; its own start and the working days from each stand beside. Authorised before its start, a recording fault: no working days."
source = "Working Together 2023: at most 45 working days from the point of referral; DfE, Children in need census: the end is the date of authorisation"
valid_from = "2019-04"
grain = "event"
*/
with started as (
    select
        assessments.cina_assessment_id as assessment_id,
        assessments.cina_person_id as person_id,
        assessments.cina_assessment_auth_date as authorised_on,
        assessments.cina_assessment_start_date as own_started_on,
        case
            when row_number() over (
                partition by
                    assessments.cina_referral_id,
                    case when assessments.cina_referral_id is null then assessments.cina_assessment_id end
                order by assessments.cina_assessment_auth_date, assessments.cina_assessment_id
            ) = 1 then coalesce(referrals.cine_referral_date, assessments.cina_assessment_start_date)
            else assessments.cina_assessment_start_date
        end as started_on
    from ssd_cin_assessments as assessments
    left join ssd_cin_episodes as referrals
        on referrals.cine_referral_id = assessments.cina_referral_id
    where assessments.cina_assessment_auth_date is not null
)
select
    started.authorised_on as event_date,
    started.person_id,
    started.assessment_id,
    started.started_on,
    started.own_started_on,
    case
        when ended.working_days < began.working_days then 0
        else ended.working_days - began.working_days
    end as days,
    case
        when ended.working_days < own_began.working_days then 0
        else ended.working_days - own_began.working_days
    end as own_days
from started
left join calendar as began on began.day = started.started_on
left join calendar as own_began on own_began.day = started.own_started_on
left join calendar as ended on ended.day = started.authorised_on
