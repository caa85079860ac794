/*
code = "PER-05"
title = "Gender not recorded"
sentence = "The child is open to us and the gender is not recorded. In every figure by gender the child stands among those not known."
mend = "Record the gender that the child gives."
severity = "note"
table = "ssd_person"
columns = ["ssd_person.pers_gender"]
could = []
distorts = []
source = "SSD pers_gender; the book's breakdown by gender"
needs_values = ["ssd_person.pers_gender"]
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
    people.pers_gender as value
from ssd_person as people
join open_cases on open_cases.person_id = people.pers_person_id
where coalesce(people.pers_gender, '00') = '00' and people.pers_dob is not null
