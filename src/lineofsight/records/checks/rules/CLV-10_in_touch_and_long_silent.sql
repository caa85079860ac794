/*
code = "CLV-10"
title = "In touch, and no contact for a year"
sentence = "The record says that we are in touch with the young person, and the latest contact is more than $months months ago. One of the two is out of date."
mend = "Record the latest contact, or that we are not in touch."
severity = "warning"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_latest_contact", "los_care_leaver_statuses.cles_in_touch"]
could = ["better"]
distorts = ["6.1"]
source = "Care Leavers Regulations 2010, regulation 8: a visit at least every two months"

[settings]
months = 12
*/
select
    statuses.file_row,
    statuses.cles_person_id as person_id,
    statuses.cles_status_id as record,
    statuses.cles_latest_contact as value,
    statuses.cles_latest_contact as from_on
from los_care_leaver_statuses as statuses
join extract
    on statuses.cles_valid_from <= extract.extracted_on
    and coalesce(statuses.cles_valid_to, date '9999-12-31') > extract.extracted_on
    and statuses.cles_latest_contact <= extract.extracted_on - interval '$months' month
where statuses.cles_eligibility in ('Relevant', 'Former relevant', 'Qualifying')
    and statuses.cles_in_touch = 'YES'
