select
    child.id, child.gender, child.ethnicity, child.born, null as age,
    earl_episode_start_date, earl_episode_end_date, earl_episode_organisation
from ssd_early_help_episodes
cross join extract
join child on child.id = earl_person_id
where coalesce(earl_episode_end_date > six_months_ago, true)
order by earl_episode_start_date, child.id
