/*
event = "assessment_completed"
title = "Assessment completed"
group = "Assessment"
source = "ssd_cin_assessments"
order = 211
about = "The day on which a manager authorised an assessment: its outcome, the factors that it found, and whether the child was seen."
*/
with factors as (
    select cinf_assessment_id as assessment_id, max(cinf_assessment_factors_json) as written
    from ssd_assessment_factors
    group by cinf_assessment_id
)
select
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_auth_date as on_day,
    concat_ws(
        '; ',
        'Outcome: '
        || case when assessments.cina_assessment_outcome_nfa then 'No further action' else outcomes.outcome end,
        'Factors: ' || found.outcome,
        case assessments.cina_assessment_child_seen when true then 'Child seen' when false then 'Child not seen' end
    ) as what,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_worker_id as worker,
    assessments.cina_assessment_team as team,
    assessments.file_row
from ssd_cin_assessments as assessments
left join outcomes on outcomes.written = assessments.cina_assessment_outcome_json
left join factors on factors.assessment_id = assessments.cina_assessment_id
left join outcomes as found on found.written = factors.written
