/*
list = 4
who = "Assessments that went on at any time in the window: started in it, authorised in it, or still open. Team and worker are those of the assessment."
unclear = ["An assessment that was never authorised stays in the list, however long ago it was started."]
of = ["ssd_cin_assessments.cina_person_id", "ssd_cin_assessments.cina_assessment_start_date", "ssd_cin_assessments.cina_assessment_auth_date"]
reads_if_there = ["ssd_cin_assessments.cina_assessment_id"]
source = "SSD ssd_cin_assessments"
order = ["assessment_start_date"]

[needs]
child_seen = ["ssd_cin_assessments.cina_assessment_child_seen"]
requires_support = ["ssd_cin_assessments.cina_assessment_outcome_nfa"]
allocated_team = ["ssd_cin_assessments.cina_assessment_team"]
allocated_worker = ["ssd_cin_assessments.cina_assessment_worker_id"]
*/
select
    assessments.cina_person_id as person_id,
    assessments.cina_assessment_id as record,
    assessments.cina_assessment_start_date as assessment_start_date,
    case
        when assessments.cina_assessment_child_seen then 'Y'
        when not assessments.cina_assessment_child_seen then 'N'
        else 'U'
    end as child_seen,
    case when assessments.cina_assessment_auth_date <= as_at.as_at then assessments.cina_assessment_auth_date end
        as authorisation_date,
    case
        when coalesce(assessments.cina_assessment_auth_date, date '9999-12-31') > as_at.as_at then null
        when assessments.cina_assessment_outcome_nfa then 'N'
        when not assessments.cina_assessment_outcome_nfa then 'Y'
        else 'U'
    end as requires_support,
    assessments.cina_assessment_team as team_id,
    assessments.cina_assessment_worker_id as worker_id
from ssd_cin_assessments as assessments
cross join as_at
where assessments.cina_person_id is not null
    and coalesce(assessments.cina_assessment_start_date, assessments.cina_assessment_auth_date) <= as_at.as_at
    and coalesce(assessments.cina_assessment_auth_date > as_at.as_at - interval '$months' month, true)
