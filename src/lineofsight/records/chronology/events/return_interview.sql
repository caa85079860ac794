/*
event = "return_interview"
title = "Return home interview"
group = "Missing"
source = "los_return_interviews"
order = 601
about = "The days on which a return home interview was offered and completed, and why it was declined."
*/
with steps as (
    select
        rhin_missing_id, rhin_interview_id, file_row, rhin_offered_at as on_day,
        concat_ws('; ', 'Offered', 'Declined: ' || rhin_declined_reason) as what
    from los_return_interviews
    union all
    select rhin_missing_id, rhin_interview_id, file_row, rhin_completed_at, 'Completed'
    from los_return_interviews
)
select
    episodes.miss_person_id as person_id,
    steps.on_day,
    steps.what,
    steps.rhin_interview_id as record,
    steps.file_row
from steps
join ssd_missing as episodes on episodes.miss_table_id = steps.rhin_missing_id
