/*
event = "cla_visit"
title = "Visit to a child in our care"
group = "Visits"
source = "ssd_cla_visits"
order = 302
about = "A visit to a child in our care: whether the child was seen, and seen alone."
*/
select
    visits.clav_person_id as person_id,
    visits.clav_cla_visit_date as on_day,
    concat_ws(
        ', ',
        case visits.clav_cla_visit_seen when true then 'Seen' when false then 'Not seen' end,
        case when visits.clav_cla_visit_seen_alone then 'seen alone' end
    ) as what,
    visits.clav_cla_visit_id as record,
    visits.file_row
from ssd_cla_visits as visits
