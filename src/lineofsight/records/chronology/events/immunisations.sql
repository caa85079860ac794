/*
event = "immunisations"
title = "Immunisations"
group = "Health"
source = "ssd_cla_immunisations"
order = 702
about = "Whether the immunisations of a child in our care were up to date when that was last recorded."
*/
select
    statuses.clai_person_id as person_id,
    statuses.clai_immunisations_status_date as on_day,
    case statuses.clai_immunisations_status when true then 'Up to date' when false then 'Not up to date' end as what,
    statuses.file_row
from ssd_cla_immunisations as statuses
