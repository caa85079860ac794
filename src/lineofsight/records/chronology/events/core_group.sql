/*
event = "core_group"
title = "Core group"
group = "Child protection"
source = "los_core_groups"
order = 256
about = "A core group of a child protection plan that was held, and whether it was past its due date."
*/
select
    meetings.cogr_person_id as person_id,
    meetings.cogr_held_date as on_day,
    case
        when meetings.cogr_held_date > meetings.cogr_due_date
            then 'Days past its due date: ' || cast(meetings.cogr_held_date - meetings.cogr_due_date as varchar)
    end as what,
    meetings.cogr_core_group_id as record,
    meetings.file_row
from los_core_groups as meetings
