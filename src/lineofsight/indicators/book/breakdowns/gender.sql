/*
breakdown = "gender"
title = "Gender"
order = 3
per = "child"
figures = true
members = "male, female, self-described"
source = "SSD pers_gender: 01 man or boy, 02 woman or girl, 09 self-described"
valid_from = "2019-04"
*/
select
    pers_person_id as person_id,
    case pers_gender when '01' then 'male' when '02' then 'female' when '09' then 'self-described' end as member
from ssd_person
