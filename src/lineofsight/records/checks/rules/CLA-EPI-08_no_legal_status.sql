/*
code = "CLA-EPI-08"
title = "In our care, and no legal status"
sentence = "The child is in our care and no legal status is open. By what right the child is with us can't be seen, and a short break, which doesn't count, can't be told from care."
mend = "Record the legal status, or end the episode of care."
severity = "warning"
table = "ssd_cla_episodes"
columns = ["ssd_legal_status.lega_legal_status", "ssd_legal_status.lega_legal_status_end_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["leave"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "SSDA903: LS, required on each episode"
*/
with lawful as (
    select distinct statuses.lega_person_id as person_id
    from ssd_legal_status as statuses
    join extract
        on statuses.lega_legal_status_start_date <= extract.extracted_on
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > extract.extracted_on
    where statuses.lega_legal_status is not null
)
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_episode_start_date as value,
    episodes.clae_cla_episode_start_date as from_on
from ssd_cla_episodes as episodes
join extract
    on episodes.clae_cla_episode_start_date <= extract.extracted_on
    and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
left join lawful on lawful.person_id = episodes.clae_person_id
where episodes.clae_person_id is not null and lawful.person_id is null
