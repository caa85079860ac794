/*
code = "CLV-13"
title = "Pathway plan not reviewed for six months"
sentence = "The pathway plan was last reviewed more than $months months ago, or no review is recorded. The plan may no longer fit the young person's life."
mend = "Review the plan with the young person, and record it."
severity = "note"
table = "ssd_care_leavers"
columns = ["ssd_care_leavers.clea_pathway_plan_review_date"]
could = []
distorts = []
source = "Care Leavers Regulations 2010, regulation 7: at least every six months"
needs_values = ["ssd_care_leavers.clea_pathway_plan_review_date"]

[settings]
months = 6
*/
select
    young_people.file_row,
    young_people.clea_person_id as person_id,
    young_people.clea_table_id as record,
    young_people.clea_pathway_plan_review_date as value
from ssd_care_leavers as young_people
join extract
    on coalesce(young_people.clea_pathway_plan_review_date, date '1900-01-01')
        < extract.extracted_on - interval '$months' month
where young_people.clea_care_leaver_eligibility in ('Relevant', 'Former relevant')
    and coalesce(young_people.clea_care_leaver_in_touch, 'YES') = 'YES'
