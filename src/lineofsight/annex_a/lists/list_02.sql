/*
list = 2
who = "Early help that went on at any time in the window: started in it, ended in it, or still open."
unclear = ["The records hold episodes of early help, not assessments: an episode stands for its assessment."]
of = ["ssd_early_help_episodes.earl_person_id", "ssd_early_help_episodes.earl_episode_start_date"]
reads_if_there = ["ssd_early_help_episodes.earl_episode_id"]
source = "SSD ssd_early_help_episodes"
order = ["assessment_start_date"]

[needs]
assessment_completion_date = ["ssd_early_help_episodes.earl_episode_end_date"]
organisation = ["ssd_early_help_episodes.earl_episode_organisation"]
*/
select
    episodes.earl_person_id as person_id,
    episodes.earl_episode_id as record,
    episodes.earl_episode_start_date as assessment_start_date,
    case when episodes.earl_episode_end_date <= as_at.as_at then episodes.earl_episode_end_date end
        as assessment_completion_date,
    episodes.earl_episode_organisation as organisation
from ssd_early_help_episodes as episodes
cross join as_at
where episodes.earl_person_id is not null
    and episodes.earl_episode_start_date <= as_at.as_at
    and coalesce(episodes.earl_episode_end_date > as_at.as_at - interval '$months' month, true)
