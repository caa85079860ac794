/*
event = "cin_visit"
title = "Child in need visit"
group = "Visits"
source = "ssd_cin_visits"
order = 300
about = "A visit to a child in need: whether the child was seen, seen alone, and the bedroom seen."
*/
select
    visits.cinv_person_id as person_id,
    visits.cinv_cin_visit_date as on_day,
    concat_ws(
        ', ',
        case visits.cinv_cin_visit_seen when true then 'Seen' when false then 'Not seen' end,
        case when visits.cinv_cin_visit_seen_alone then 'seen alone' end,
        case when visits.cinv_cin_visit_bedroom then 'bedroom seen' end
    ) as what,
    visits.cinv_cin_visit_id as record,
    visits.file_row
from ssd_cin_visits as visits
