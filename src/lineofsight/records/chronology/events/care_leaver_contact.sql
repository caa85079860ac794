/*
event = "care_leaver_contact"
title = "Contact with a care leaver"
group = "Leaving care"
source = "los_care_leaver_statuses"
order = 501
about = "The latest contact with the personal adviser that a status names, each day once, from the history and from the care leavers as they are now; a contact in between is not on record."
*/
with contacts as (
    select
        cles_person_id as person_id, cles_latest_contact as on_day, cles_status_id as record, null as worker,
        null as team, 'los_care_leaver_statuses' as table_name, file_row, 1 as place
    from los_care_leaver_statuses
    union all
    select
        clea_person_id, clea_care_leaver_latest_contact, clea_table_id, clea_care_leaver_personal_advisor,
        clea_care_leaver_allocated_team, 'ssd_care_leavers', file_row, 2
    from ssd_care_leavers
),
numbered as (
    select *, row_number() over (partition by person_id, on_day order by place, file_row) as nth
    from contacts
    where on_day is not null
)
select person_id, on_day, record, worker, team, table_name, file_row
from numbered
where nth = 1
