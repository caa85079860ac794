/*
code = "CLA-EPI-04"
title = "Day of coming into care not recorded"
sentence = "When the child came into care is not recorded. No review of the child can be judged: the child is missing from the figure about reviews."
mend = "Record the day on which the child came into care."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_entered_care_date"]
could = ["join"]
distorts = ["5.18"]
source = "Care Planning Regulations 2010, regulation 33: reviews run from the day of becoming looked after"
needs_values = ["ssd_cla_episodes.clae_entered_care_date"]
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    episodes.clae_cla_episode_start_date as value,
    episodes.clae_cla_episode_start_date as from_on
from ssd_cla_episodes as episodes
where episodes.clae_entered_care_date is null
