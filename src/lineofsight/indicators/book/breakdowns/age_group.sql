/*
breakdown = "age_group"
title = "Age group"
order = 5
per = "child and day"
figures = true
members = "0, 1-4, 5-9, 10-15, 16-17, 18 and over, on the day"
source = "Age in whole years; a person born on 29 February has the birthday on 1 March in other years"
valid_from = "2019-04"
*/
select
    ages.person_id,
    ages.day,
    case
        when ages.age < 0 then null
        when ages.age = 0 then '0'
        when ages.age <= 4 then '1-4'
        when ages.age <= 9 then '5-9'
        when ages.age <= 15 then '10-15'
        when ages.age <= 17 then '16-17'
        else '18 and over'
    end as member
from (
    select
        person_days.person_id,
        person_days.day,
        extract(year from person_days.day) - extract(year from people.pers_dob)
            - case
                when extract(month from person_days.day) * 100 + extract(day from person_days.day)
                    < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                else 0
            end as age
    from person_days
    join ssd_person as people on people.pers_person_id = person_days.person_id
    where people.pers_dob is not null
) as ages
