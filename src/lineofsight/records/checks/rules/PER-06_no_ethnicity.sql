/*
code = "PER-06"
title = "Ethnicity not recorded"
sentence = "The child has been open to us for more than $days days and the ethnicity is not recorded, or still not obtained. Without it nobody can see whether children of all groups are served alike."
mend = "Ask the family and record it; a refusal is recorded as REFU."
severity = "note"
table = "ssd_person"
columns = ["ssd_person.pers_ethnicity"]
could = []
distorts = []
source = "Children in need census: Ethnicity, required; NOBT only until it is obtained"
needs_values = ["ssd_person.pers_ethnicity"]

[settings]
days = 30
*/
with open_cases as (
    select episodes.cine_person_id as person_id, min(episodes.cine_referral_date) as since
    from ssd_cin_episodes as episodes
    join extract
        on episodes.cine_referral_date < extract.extracted_on - $days
        and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
    where not coalesce(episodes.cine_referral_nfa, false)
    group by episodes.cine_person_id
)
select
    people.file_row,
    people.pers_person_id as person_id,
    people.pers_ethnicity as value,
    open_cases.since as from_on
from ssd_person as people
join open_cases on open_cases.person_id = people.pers_person_id
where coalesce(people.pers_ethnicity, 'NOBT') = 'NOBT' and people.pers_dob is not null
