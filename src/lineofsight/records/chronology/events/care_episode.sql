/*
event = "care_episode"
title = "Episode of care"
group = "In our care"
source = "ssd_cla_episodes"
order = 401
ends = "clae_cla_episode_ceased_date"
about = "An episode of care, from when to when: why it began and why it ended."
*/
select
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_start_date as on_day,
    episodes.clae_cla_episode_ceased_date as until_day,
    true as lasts,
    concat_ws(
        '; ',
        coalesce(starts.label, episodes.clae_cla_episode_start_reason),
        'Ended: ' || coalesce(ends.label, episodes.clae_cla_episode_ceased_reason)
    ) as what,
    episodes.clae_cla_episode_id as record,
    episodes.file_row
from ssd_cla_episodes as episodes
left join code_labels as starts
    on starts.column_name = 'clae_cla_episode_start_reason' and starts.code = episodes.clae_cla_episode_start_reason
left join code_labels as ends
    on ends.column_name = 'clae_cla_episode_ceased_reason' and ends.code = episodes.clae_cla_episode_ceased_reason
