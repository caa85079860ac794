-- with periods
select
    episode_id as clae_cla_episode_id,
    child as clae_person_id,
    placement_id as clae_cla_placement_id,
    decom as clae_cla_episode_start_date,
    rne as clae_cla_episode_start_reason,
    cin as clae_cla_primary_need_code,
    dec as clae_cla_episode_ceased_date,
    rec as clae_cla_episode_ceased_reason,
    period_id as clae_cla_id,
    entered_on as clae_entered_care_date,
    file,
    file_row
from episodes
