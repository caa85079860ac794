/*
event = "care_ended"
title = "Left our care"
group = "In our care"
source = "ssd_cla_episodes"
order = 830
about = "The day on which an episode of care ceased and no other began, and why."
*/
with starts as (
    select distinct clae_person_id as person_id, clae_cla_episode_start_date as on_day
    from ssd_cla_episodes
)
select
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_ceased_date as on_day,
    'Reason: ' || coalesce(reasons.label, episodes.clae_cla_episode_ceased_reason) as what,
    episodes.clae_cla_episode_id as record,
    episodes.file_row
from ssd_cla_episodes as episodes
left join starts
    on starts.person_id = episodes.clae_person_id and starts.on_day = episodes.clae_cla_episode_ceased_date
left join code_labels as reasons
    on reasons.column_name = 'clae_cla_episode_ceased_reason' and reasons.code = episodes.clae_cla_episode_ceased_reason
where starts.person_id is null and coalesce(episodes.clae_cla_episode_ceased_reason, '') <> 'X1'
