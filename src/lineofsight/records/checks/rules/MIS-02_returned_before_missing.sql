/*
code = "MIS-02"
title = "Returned before missing"
sentence = "The return is recorded before the child went missing: one of the times is wrong."
mend = "Correct the time that is wrong."
severity = "warning"
table = "ssd_missing"
columns = ["ssd_missing.miss_missing_episode_end_date", "ssd_missing.miss_missing_episode_start_date"]
could = []
distorts = []
source = "Dates in order"
*/
select
    episodes.file_row,
    episodes.miss_person_id as person_id,
    episodes.miss_table_id as record,
    episodes.miss_missing_episode_end_date as value
from ssd_missing as episodes
where episodes.miss_missing_episode_end_date < episodes.miss_missing_episode_start_date
