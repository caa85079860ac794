/*
code = "EHP-01"
title = "Early help ended before it began"
sentence = "The early help episode ended before it began: one of the dates is wrong."
mend = "Correct the date that is wrong."
severity = "note"
table = "ssd_early_help_episodes"
columns = ["ssd_early_help_episodes.earl_episode_end_date", "ssd_early_help_episodes.earl_episode_start_date"]
could = []
distorts = []
source = "Dates in order"
*/
select
    episodes.file_row,
    episodes.earl_person_id as person_id,
    episodes.earl_episode_id as record,
    episodes.earl_episode_end_date as value
from ssd_early_help_episodes as episodes
where episodes.earl_episode_end_date < episodes.earl_episode_start_date
