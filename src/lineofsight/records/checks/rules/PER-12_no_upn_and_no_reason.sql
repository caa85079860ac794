/*
code = "PER-12"
title = "No pupil number and no reason why"
sentence = "The child is of school age, has been looked after or in need for more than a year, and has neither a unique pupil number nor the reason why there is none."
mend = "Ask the school for the number, or record why there is none."
severity = "note"
table = "ssd_person"
columns = ["ssd_person.pers_upn", "ssd_person.pers_upn_unknown"]
could = []
distorts = []
source = "Children in need census: UPN or UPNunknown"
needs_values = ["ssd_person.pers_upn"]
*/
with long_open as (
    select distinct episodes.cine_person_id as person_id
    from ssd_cin_episodes as episodes
    join extract
        on episodes.cine_referral_date < extract.extracted_on - interval '12' month
        and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
    where not coalesce(episodes.cine_referral_nfa, false)
)
select people.file_row, people.pers_person_id as person_id
from ssd_person as people
join long_open on long_open.person_id = people.pers_person_id
join extract
    on people.pers_dob < extract.extracted_on - interval '72' month
    and people.pers_dob > extract.extracted_on - interval '192' month
where people.pers_upn is null and people.pers_upn_unknown is null
