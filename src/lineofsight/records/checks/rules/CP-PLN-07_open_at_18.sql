/*
code = "CP-PLN-07"
title = "Child protection plan of an adult"
sentence = "The person is 18 or over and the child protection plan is still open. A plan ends by the 18th birthday: it was not ended, or the date of birth is wrong."
mend = "End the plan, or correct the date of birth."
severity = "error"
table = "ssd_cp_plans"
columns = ["ssd_cp_plans.cppl_cp_plan_end_date", "ssd_person.pers_dob"]
could = ["leave"]
distorts = ["1.3", "4.7.2", "4.8"]
source = "Children Act 1989: a child is a person under 18"
*/
select
    plans.file_row,
    plans.cppl_person_id as person_id,
    plans.cppl_cp_plan_id as record,
    people.pers_dob as value,
    cast(people.pers_dob + interval '18' year as date) as from_on
from ssd_cp_plans as plans
join extract
    on plans.cppl_cp_plan_start_date <= extract.extracted_on
    and coalesce(plans.cppl_cp_plan_end_date, date '9999-12-31') > extract.extracted_on
join ssd_person as people on people.pers_person_id = plans.cppl_person_id
where extract.year_number - extract(year from people.pers_dob)
    - case
        when extract.month_and_day
            < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
        else 0
    end >= 18
