/*
event = "sdq"
title = "Strengths and difficulties questionnaire"
group = "Health"
source = "ssd_sdq_scores"
order = 703
about = "The total difficulties score (0 to 40), or why there is none."
*/
select
    scores.csdq_person_id as person_id,
    scores.csdq_sdq_completed_date as on_day,
    coalesce(
        'Score: ' || cast(scores.csdq_sdq_score as varchar),
        'No score: ' || coalesce(reasons.label, scores.csdq_sdq_reason)
    ) as what,
    scores.csdq_table_id as record,
    scores.file_row
from ssd_sdq_scores as scores
left join code_labels as reasons on reasons.column_name = 'csdq_sdq_reason' and reasons.code = scores.csdq_sdq_reason
