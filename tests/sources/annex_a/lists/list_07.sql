select
    child.id, child.gender, child.ethnicity, child.born, null as age, child.disabled,
    plans.started_on, plans.initial, plans.latest,
    (
        select max(seen_on) from seen
        where seen.person = plans.person and seen.kind = 'protection' and seen_on <= coalesce(plans.ended_on, extracted_on)
    ),
    'a) Yes',
    (
        select max(cppr_cp_review_date) from ssd_cp_reviews
        where cppr_cp_plan_id = plans.plan_id and cppr_cp_review_date <= extracted_on
    ),
    plans.ended_on, 'b) No', 0,
    allocated.team, allocated.worker
from plans
cross join extract
join child on child.id = plans.person
left join allocated on allocated.person = child.id
order by child.id, plans.started_on
