/*
cohort = "in_care_proceedings"
title = "Children in care proceedings"
who = "Children about whom care proceedings were issued on or before the date, without a final order by then; with the earliest such issue."
source = "Children Act 1989, section 32"
valid_from = "2019-04"
*/
select
    as_at.as_at,
    proceedings.lepr_person_id as person_id,
    min(proceedings.lepr_issue_date) as started_on
from los_legal_proceedings as proceedings
join as_at
    on proceedings.lepr_issue_date <= as_at.as_at
    and coalesce(proceedings.lepr_final_order_date, date '9999-12-31') > as_at.as_at
where proceedings.lepr_person_id is not null
group by as_at.as_at, proceedings.lepr_person_id
