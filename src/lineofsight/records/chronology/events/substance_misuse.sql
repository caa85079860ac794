/*
event = "substance_misuse"
title = "Substance misuse"
group = "Health"
source = "ssd_cla_substance_misuse"
order = 704
about = "Substance misuse of a child in our care, and whether the child received help with it."
*/
select
    misuses.clas_person_id as person_id,
    misuses.clas_substance_misuse_date as on_day,
    concat_ws(
        '; ',
        misuses.clas_substance_misused,
        case misuses.clas_intervention_received when true then 'Help received' when false then 'Help not received' end
    ) as what,
    misuses.clas_substance_misuse_id as record,
    misuses.file_row
from ssd_cla_substance_misuse as misuses
