/*
beside = "children"
title = "Each child, as every list shows the child"
who = "Everybody in ssd_person. Before the birth, the date of birth is the day that is expected, and there is no age."
unclear = ["Gender is pers_gender as SSD's own script for Annex A has it; pers_sex stands in where a record has none."]
source = "SSD ssd_person, ssd_disability"
reads_if_there = ["ssd_person.pers_person_id", "ssd_person.pers_expected_dob", "ssd_disability.disa_person_id"]

[needs]
gender = ["ssd_person.pers_gender or ssd_person.pers_sex"]
ethnicity = ["ssd_person.pers_ethnicity"]
date_of_birth = ["ssd_person.pers_dob"]
age = ["ssd_person.pers_dob"]
disability = ["ssd_disability.disa_disability_code"]
*/
with disabled as (
    select
        disa_person_id as person_id,
        max(case when disa_disability_code <> 'NONE' then 1 else 0 end) as is_disabled
    from ssd_disability
    where disa_disability_code is not null
    group by disa_person_id
)
select
    people.pers_person_id as person_id,
    case
        when people.pers_gender = '01' then 'M'
        when people.pers_gender = '02' then 'F'
        when people.pers_gender = '09' then 'N'
        when people.pers_sex in ('M', 'F') then people.pers_sex
        when people.pers_gender = '00' or people.pers_sex = 'U' then 'U'
    end as gender,
    people.pers_ethnicity as ethnicity,
    coalesce(people.pers_dob, people.pers_expected_dob) as date_of_birth,
    case
        when people.pers_dob <= as_at.as_at
            then as_at.year_number - extract(year from people.pers_dob)
                - case
                    when as_at.month_and_day
                        < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                    else 0
                end
    end as age,
    case disabled.is_disabled when 1 then 'Y' when 0 then 'N' else 'U' end as disability
from ssd_person as people
cross join as_at
left join disabled on disabled.person_id = people.pers_person_id
