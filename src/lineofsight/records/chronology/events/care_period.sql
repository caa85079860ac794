/*
event = "care_period"
title = "In our care"
group = "In our care"
lane = "In our care"
source = "ssd_cla_episodes"
order = 400
ends = "clae_cla_episode_ceased_date"
about = "A period of care: the episodes with the same day of entry, until the latest of them ceased. Short breaks are periods of care too: see the legal status."
*/
select
    episodes.clae_person_id as person_id,
    episodes.clae_entered_care_date as on_day,
    case
        when count(*) = count(episodes.clae_cla_episode_ceased_date) then max(episodes.clae_cla_episode_ceased_date)
    end as until_day,
    true as lasts,
    'Need: ' || max(coalesce(needs.label, episodes.clae_cla_primary_need_code)) as what,
    max(episodes.clae_cla_id) as record,
    min(episodes.file_row) as file_row
from ssd_cla_episodes as episodes
left join code_labels as needs
    on needs.column_name = 'clae_cla_primary_need_code' and needs.code = episodes.clae_cla_primary_need_code
where episodes.clae_entered_care_date is not null
group by episodes.clae_person_id, episodes.clae_entered_care_date
