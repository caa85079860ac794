/*
event = "iro_contact"
title = "Contact of the independent reviewing officer"
group = "In our care"
source = "ssd_cla_episodes"
order = 402
about = "The latest visit or contact of the independent reviewing officer that a period of care names; earlier ones are not on record."
*/
select
    episodes.clae_person_id as person_id,
    episodes.clae_cla_last_iro_contact_date as on_day,
    max(episodes.clae_cla_id) as record,
    min(episodes.file_row) as file_row
from ssd_cla_episodes as episodes
group by episodes.clae_person_id, episodes.clae_cla_last_iro_contact_date
