/*
event = "core_group_due"
title = "Core group due"
group = "Child protection"
source = "los_core_groups"
order = 257
about = "The due date of a core group that has no date on which it was held."
*/
select
    meetings.cogr_person_id as person_id,
    meetings.cogr_due_date as on_day,
    case when meetings.cogr_due_date > extract.extracted_on then 'To come' else 'Not held on record' end as what,
    meetings.cogr_core_group_id as record,
    meetings.file_row
from los_core_groups as meetings
cross join extract
where meetings.cogr_held_date is null
