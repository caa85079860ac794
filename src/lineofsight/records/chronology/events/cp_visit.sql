/*
event = "cp_visit"
title = "Child protection visit"
group = "Visits"
source = "ssd_cp_visits"
order = 301
about = "A visit to a child on a child protection plan: whether the child was seen, seen alone, and the bedroom seen."
*/
select
    visits.cppv_person_id as person_id,
    visits.cppv_cp_visit_date as on_day,
    concat_ws(
        ', ',
        case visits.cppv_cp_visit_seen when true then 'Seen' when false then 'Not seen' end,
        case when visits.cppv_cp_visit_seen_alone then 'seen alone' end,
        case when visits.cppv_cp_visit_bedroom then 'bedroom seen' end
    ) as what,
    visits.cppv_cp_visit_id as record,
    visits.file_row
from ssd_cp_visits as visits
