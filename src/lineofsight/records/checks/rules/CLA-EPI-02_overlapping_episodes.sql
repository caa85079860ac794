/*
code = "CLA-EPI-02"
title = "Two episodes of care at once"
sentence = "The child has two episodes of care at the same time. The child counts once, but when care began, and with it which reviews are due, may be taken from the wrong one."
mend = "End the episode that is over, or remove the one that was entered again."
severity = "warning"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_episode_start_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["better", "worse", "leave"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "SSDA903: episodes must not overlap"
*/
select
    lapping.file_row,
    lapping.person_id,
    lapping.record,
    lapping.began as value,
    lapping.began as from_on,
    lapping.ended as to_on
from (
    select
        episodes.file_row,
        episodes.clae_person_id as person_id,
        episodes.clae_cla_episode_id as record,
        episodes.clae_cla_episode_start_date as began,
        episodes.clae_cla_episode_ceased_date as ended,
        max(coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31')) over (
            partition by episodes.clae_person_id
            order by episodes.clae_cla_episode_start_date, episodes.clae_cla_episode_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended
    from ssd_cla_episodes as episodes
    where episodes.clae_person_id is not null
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > episodes.clae_cla_episode_start_date
) as lapping
where lapping.earlier_ended > lapping.began
