/*
code = "CP-PLN-13"
title = "Plan open after the child's death"
sentence = "The child has died and the child protection plan is still open: the child counts as unvisited from then on."
mend = "End the plan with the day of death."
severity = "error"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_cp_plan_end_date", "ssd_person.pers_death_date"]
could = ["leave"]
distorts = ["1.3", "4.7.2", "4.8"]
source = "Dates in order"
*/
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    people.pers_death_date as value,
    people.pers_death_date as from_on
from ssd_cp_plans as plans
join ssd_person as people
    on people.pers_person_id = plans.cppl_person_id
    and people.pers_death_date is not null
where plans.cppl_cp_plan_end_date is null
