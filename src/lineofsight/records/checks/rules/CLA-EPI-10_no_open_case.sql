/*
code = "CLA-EPI-10"
title = "In our care, and no open case"
sentence = "The child is in our care and has no open episode of need. The child is missing from the open cases, and nobody notices when management oversight is not recorded."
mend = "Open the case again, or end the episode of care."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cin_episodes.cine_close_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["join", "leave"]
distorts = ["1.1", "1.4"]
source = "Children in need census: every looked after child is a child in need"
*/
with open_cases as (
    select distinct episodes.cine_person_id as person_id
    from ssd_cin_episodes as episodes
    join extract
        on episodes.cine_referral_date <= extract.extracted_on
        and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
    where not coalesce(episodes.cine_referral_nfa, false)
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
left join open_cases on open_cases.person_id = episodes.clae_person_id
where episodes.clae_person_id is not null and open_cases.person_id is null
