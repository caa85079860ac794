/*
code = "PER-04"
title = "Sex not recorded"
sentence = "The child is open to us and the sex is not recorded, or recorded as unknown. The census and Annex A ask for it."
mend = "Record the sex as registered."
severity = "note"
table = "ssd_person"
columns = ["ssd_person.pers_sex"]
could = []
distorts = []
source = "Children in need census: Sex, required"
needs_values = ["ssd_person.pers_sex"]
*/
with open_cases as (
    select distinct episodes.cine_person_id as person_id
    from ssd_cin_episodes as episodes
    join extract
        on episodes.cine_referral_date <= extract.extracted_on
        and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
    where not coalesce(episodes.cine_referral_nfa, false)
)
select
    people.file_row,
    people.pers_person_id as person_id,
    people.pers_sex as value
from ssd_person as people
join open_cases on open_cases.person_id = people.pers_person_id
where coalesce(people.pers_sex, 'U') = 'U' and people.pers_dob is not null
