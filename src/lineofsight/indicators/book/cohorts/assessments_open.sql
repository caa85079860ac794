/*
cohort = "assessments_open"
title = "Assessments that are not yet completed"
who = "A row for each assessment that was started and not authorised by the date, while the child's case is open. Due on working day $within_working_days after the referral if no assessment was authorised for that referral yet, else after its own start."
source = "Working Together 2023: at most 45 working days from the point of referral"
valid_from = "2019-04"

[settings]
within_working_days = 45
*/
with started as (
    select
        as_at.as_at,
        assessments.cina_person_id as person_id,
        assessments.cina_assessment_id as event_id,
        case
            when coalesce(first_done.authorised_on > as_at.as_at, true)
                then coalesce(referrals.cine_referral_date, assessments.cina_assessment_start_date)
            else assessments.cina_assessment_start_date
        end as clock_start
    from as_at
    join ssd_cin_assessments as assessments
        on assessments.cina_assessment_start_date <= as_at.as_at
        and coalesce(assessments.cina_assessment_auth_date, date '9999-12-31') > as_at.as_at
    left join ssd_cin_episodes as referrals
        on referrals.cine_referral_id = assessments.cina_referral_id
    left join (
        select cina_referral_id as referral_id, min(cina_assessment_auth_date) as authorised_on
        from ssd_cin_assessments
        group by cina_referral_id
    ) as first_done
        on first_done.referral_id = assessments.cina_referral_id
)
select
    started.as_at,
    started.person_id,
    started.event_id,
    started.clock_start,
    in_time.last_day as due_on
from started
join open_cases
    on open_cases.as_at = started.as_at
    and open_cases.person_id = started.person_id
left join calendar on calendar.day = started.clock_start
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
