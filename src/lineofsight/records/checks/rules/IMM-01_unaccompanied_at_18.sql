/*
code = "IMM-01"
title = "Unaccompanied child over 18"
sentence = "The person is 18 or over and still recorded as an unaccompanied asylum seeking child. The status of the young person, and the grant that comes with it, have changed."
mend = "End the immigration status with the 18th birthday, and record the one that followed."
severity = "note"
table = "ssd_immigration_status"
columns = ["ssd_immigration_status.immi_immigration_status_end_date", "ssd_person.pers_dob"]
could = []
distorts = []
source = "SSDA903: UASC, until the 18th birthday"
*/
select
    statuses.file_row,
    statuses.immi_person_id as person_id,
    statuses.immi_immigration_status_id as record,
    people.pers_dob as value
from ssd_immigration_status as statuses
join extract
    on coalesce(statuses.immi_immigration_status_end_date, date '9999-12-31') > extract.extracted_on
join ssd_person as people on people.pers_person_id = statuses.immi_person_id
where statuses.immi_immigration_status = 'UASC'
    and extract.year_number - extract(year from people.pers_dob)
        - case
            when extract.month_and_day
                < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
            else 0
        end >= 18
