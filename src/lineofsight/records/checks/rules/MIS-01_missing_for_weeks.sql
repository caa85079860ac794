/*
code = "MIS-01"
title = "Missing for weeks, or found and not recorded"
sentence = "The child went missing more than $days days ago and no return is recorded. If the child is missing, everybody must know; if not, the return was not written down and no return interview is offered."
mend = "Record the day and time of the return."
severity = "warning"
table = "ssd_missing"
columns = ["ssd_missing.miss_missing_episode_end_date"]
could = []
distorts = []
source = "Statutory guidance on children who run away or go missing, 2014"

[settings]
days = 30
*/
select
    episodes.file_row,
    episodes.miss_person_id as person_id,
    episodes.miss_table_id as record,
    episodes.miss_missing_episode_start_date as value
from ssd_missing as episodes
join extract on episodes.miss_missing_episode_start_date < extract.extracted_on - $days
where episodes.miss_missing_episode_end_date is null
