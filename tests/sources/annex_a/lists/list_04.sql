select
    child.id, child.gender, child.ethnicity, child.born, null as age, child.disabled,
    cina_assessment_start_date, yes_no(cina_assessment_child_seen), cina_assessment_auth_date,
    case when cina_assessment_auth_date is null then null when cina_assessment_outcome_nfa then 'b) No' else 'a) Yes' end,
    allocated.team, allocated.worker
from ssd_cin_assessments
cross join extract
join child on child.id = cina_person_id
left join allocated on allocated.person = child.id
where coalesce(cina_assessment_auth_date > six_months_ago, true)
order by cina_assessment_start_date, child.id
