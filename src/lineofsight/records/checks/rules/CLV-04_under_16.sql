/*
code = "CLV-04"
title = "Care leaver under 16"
sentence = "The child is under 16 and has a leaving care status. Nobody leaves care in law before 16: the status or the date of birth is wrong."
mend = "Remove the status, or correct the date of birth."
severity = "error"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_eligibility", "ssd_person.pers_dob"]
could = ["join", "leave"]
distorts = ["6.1", "6.2", "6.3"]
source = "Children (Leaving Care) Act 2000: from 16"
*/
select
    statuses.file_row,
    statuses.cles_person_id as person_id,
    statuses.cles_status_id as record,
    people.pers_dob as value,
    statuses.cles_valid_from as from_on
from los_care_leaver_statuses as statuses
join extract
    on statuses.cles_valid_from <= extract.extracted_on
    and coalesce(statuses.cles_valid_to, date '9999-12-31') > extract.extracted_on
join ssd_person as people on people.pers_person_id = statuses.cles_person_id
where statuses.cles_eligibility in ('Relevant', 'Former relevant', 'Qualifying', 'Eligible')
    and extract.year_number - extract(year from people.pers_dob)
        - case
            when extract.month_and_day
                < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
            else 0
        end < 16
