/*
breakdown = "ethnicity_group"
title = "Ethnicity group"
order = 4
per = "child"
figures = true
members = "white, mixed, asian, black, other"
source = "DfE main ethnicity codes grouped as the census groups them; refused and not obtained are not known"
valid_from = "2019-04"
*/
select
    pers_person_id as person_id,
    case
        when pers_ethnicity in ('WBRI', 'WIRI', 'WIRT', 'WROM', 'WOTH') then 'white'
        when pers_ethnicity in ('MWBC', 'MWBA', 'MWAS', 'MOTH') then 'mixed'
        when pers_ethnicity in ('AIND', 'APKN', 'ABAN', 'CHNE', 'AOTH') then 'asian'
        when pers_ethnicity in ('BCRB', 'BAFR', 'BOTH') then 'black'
        when pers_ethnicity = 'OOTH' then 'other'
    end as member
from ssd_person
