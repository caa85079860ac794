/*
code = "CLA-LEG-04"
title = "A care order, and not in our care"
sentence = "A legal status that means care is open, and no episode of care is. Either the status was not ended, or the episode was ended too early and the child is missing from the children in our care."
mend = "End the legal status, or correct the end of the episode of care."
severity = "warning"
table = "ssd_legal_status"
columns = ["ssd_legal_status.lega_legal_status_end_date", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["join"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "Children Act 1989, sections 20, 31 and 38"
*/
with in_care as (
    select distinct episodes.clae_person_id as person_id
    from ssd_cla_episodes as episodes
    join extract
        on episodes.clae_cla_episode_start_date <= extract.extracted_on
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
)
select
    statuses.file_row,
    statuses.lega_person_id as person_id,
    statuses.lega_legal_status_id as record,
    statuses.lega_legal_status as value,
    statuses.lega_legal_status_start_date as from_on
from ssd_legal_status as statuses
join extract
    on statuses.lega_legal_status_start_date <= extract.extracted_on
    and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > extract.extracted_on
left join in_care on in_care.person_id = statuses.lega_person_id
where statuses.lega_legal_status in ('C1', 'C2', 'D1', 'E1', 'V2')
    and statuses.lega_person_id is not null
    and in_care.person_id is null
