/*
code = "CLV-05"
title = "Care leaver over 25"
sentence = "The person is over 25 and the leaving care status is still open. Support ends by then: the status was not ended, or the date of birth is wrong."
mend = "End the status on the 25th birthday or when support ended, or correct the date of birth."
severity = "warning"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_valid_to", "ssd_person.pers_dob"]
could = ["join"]
distorts = ["6.1", "6.2", "6.3"]
source = "Children and Social Work Act 2017: support until 25"

[settings]
years = 26
*/
select
    statuses.file_row,
    statuses.cles_person_id as person_id,
    statuses.cles_status_id as record,
    people.pers_dob as value,
    cast(people.pers_dob + interval '$years' year as date) as from_on
from los_care_leaver_statuses as statuses
join extract
    on statuses.cles_valid_from <= extract.extracted_on
    and coalesce(statuses.cles_valid_to, date '9999-12-31') > extract.extracted_on
join ssd_person as people on people.pers_person_id = statuses.cles_person_id
where statuses.cles_eligibility in ('Relevant', 'Former relevant', 'Qualifying')
    and extract.year_number - extract(year from people.pers_dob)
        - case
            when extract.month_and_day
                < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
            else 0
        end >= $years
