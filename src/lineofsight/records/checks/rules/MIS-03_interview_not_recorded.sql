/*
code = "MIS-03"
title = "Returned, and no word of a return interview"
sentence = "The child came back more than $days days ago, in the past year, and whether a return interview was offered is not recorded. Why the child ran may never be asked."
mend = "Offer the interview, and record it."
severity = "note"
table = "ssd_missing"
columns = ["ssd_missing.miss_missing_rhi_offered"]
could = []
distorts = []
source = "Statutory guidance on children who run away or go missing, 2014: within 72 hours"
needs_values = ["ssd_missing.miss_missing_rhi_offered"]

[settings]
days = 7
*/
select
    episodes.file_row,
    episodes.miss_person_id as person_id,
    episodes.miss_table_id as record,
    episodes.miss_missing_episode_end_date as value
from ssd_missing as episodes
join extract
    on episodes.miss_missing_episode_end_date < extract.extracted_on - $days
    and episodes.miss_missing_episode_end_date > extract.extracted_on - interval '12' month
where episodes.miss_missing_rhi_offered is null
