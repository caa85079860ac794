/*
event = "feedback"
title = "Feedback"
group = "Experience"
source = "los_feedback"
order = 650
about = "What a child, parent or carer said of the help: who said it, about what, whether they were listened to, and their score."
*/
select
    feedback.feed_person_id as person_id,
    feedback.feed_received_date as on_day,
    concat_ws(
        '; ',
        'From: ' || coalesce(givers.label, feedback.feed_from),
        'About: ' || coalesce(subjects.label, feedback.feed_about),
        case feedback.feed_listened when true then 'Listened to' when false then 'Not listened to' end,
        'Score: ' || cast(feedback.feed_score as varchar) || ' of 5'
    ) as what,
    feedback.feed_feedback_id as record,
    feedback.file_row
from los_feedback as feedback
left join code_labels as givers on givers.column_name = 'feed_from' and givers.code = feedback.feed_from
left join code_labels as subjects on subjects.column_name = 'feed_about' and subjects.code = feedback.feed_about
