/*
code = "CLA-PLA-04"
title = "Placed, and not in our care"
sentence = "A placement of the child is open and no episode of care is. Either the placement was not ended, or the episode was ended too early and the child is missing from the children in our care."
mend = "End the placement, or correct the end of the episode of care."
severity = "warning"
table = "ssd_cla_placement"
columns = ["ssd_cla_placement.clap_cla_placement_end_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["join"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "Local"
*/
with in_care as (
    select distinct episodes.clae_person_id as person_id
    from ssd_cla_episodes as episodes
    join extract
        on episodes.clae_cla_episode_start_date <= extract.extracted_on
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
)
select
    placements.file_row,
    placements.clap_person_id as person_id,
    placements.clap_cla_placement_id as record,
    placements.clap_cla_placement_start_date as value,
    placements.clap_cla_placement_start_date as from_on
from ssd_cla_placement as placements
join extract
    on placements.clap_cla_placement_start_date <= extract.extracted_on
    and coalesce(placements.clap_cla_placement_end_date, date '9999-12-31') > extract.extracted_on
left join in_care on in_care.person_id = placements.clap_person_id
where placements.clap_person_id is not null and in_care.person_id is null
