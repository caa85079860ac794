/*
code = "CLA-EPI-07"
title = "In our care, and placed nowhere"
sentence = "The child is in our care and no placement is open. Either nobody has written down where the child lives, or the child has left care and still counts."
mend = "Record the placement, or end the episode of care."
severity = "warning"
table = "ssd_cla_episodes"
columns = ["ssd_cla_placement.clap_cla_placement_end_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["leave"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "Care Planning Regulations 2010: a child in care is placed"
reads_if_there = ["ssd_cla_placement.clap_person_id"]
*/
with open_episodes as (
    select
        episodes.file_row,
        episodes.clae_person_id as person_id,
        episodes.clae_cla_episode_id as record,
        episodes.clae_cla_id as cla_id,
        episodes.clae_cla_episode_start_date as began
    from ssd_cla_episodes as episodes
    join extract
        on episodes.clae_cla_episode_start_date <= extract.extracted_on
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
    where episodes.clae_person_id is not null
),
placed as (
    select placements.clap_person_id as person_id, placements.clap_cla_id as cla_id
    from ssd_cla_placement as placements
    join extract
        on placements.clap_cla_placement_start_date <= extract.extracted_on
        and coalesce(placements.clap_cla_placement_end_date, date '9999-12-31') > extract.extracted_on
),
placed_people as (
    select person_id from placed where person_id is not null
    union
    select open_episodes.person_id
    from placed
    join open_episodes on open_episodes.cla_id = placed.cla_id
)
select
    open_episodes.file_row,
    open_episodes.person_id,
    open_episodes.record,
    open_episodes.began as value,
    open_episodes.began as from_on
from open_episodes
left join placed_people on placed_people.person_id = open_episodes.person_id
where placed_people.person_id is null
