/*
code = "CLA-EPI-13"
title = "Ended for a new episode that isn't there"
sentence = "The episode ended because a new one began (X1), and no episode of the child begins on that day or the next. The child is missing from the children in our care from then on."
mend = "Record the episode that followed, or the true reason for the end."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_episode_start_date", "ssd_cla_episodes.clae_cla_episode_ceased_reason"]
could = ["join"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "SSDA903: an episode that ends with X1 is followed at once by another"
*/
with followed as (
    select distinct episodes.clae_cla_episode_id as episode_id
    from ssd_cla_episodes as episodes
    join ssd_cla_episodes as next_ones
        on next_ones.clae_person_id = episodes.clae_person_id
        and next_ones.clae_cla_episode_start_date >= episodes.clae_cla_episode_ceased_date
        and next_ones.clae_cla_episode_start_date <= episodes.clae_cla_episode_ceased_date + 1
        and next_ones.clae_cla_episode_id <> episodes.clae_cla_episode_id
    where episodes.clae_cla_episode_ceased_reason = 'X1'
)
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_episode_ceased_date as value,
    episodes.clae_cla_episode_ceased_date as from_on
from ssd_cla_episodes as episodes
join extract on episodes.clae_cla_episode_ceased_date < extract.extracted_on
left join followed on followed.episode_id = episodes.clae_cla_episode_id
where episodes.clae_cla_episode_ceased_reason = 'X1' and followed.episode_id is null
