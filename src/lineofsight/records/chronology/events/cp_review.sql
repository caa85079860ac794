/*
event = "cp_review"
title = "Child protection review"
group = "Reviews"
source = "ssd_cp_reviews"
order = 320
about = "A review conference that was held: what it decided, how the child took part, and whether it was past its due date."
*/
select
    reviews.cppr_person_id as person_id,
    reviews.cppr_cp_review_date as on_day,
    concat_ws(
        '; ',
        case reviews.cppr_cp_review_outcome_continue_cp
            when true then 'Outcome: plan continues'
            when false then 'Outcome: plan ends'
        end,
        'Child: ' || coalesce(parts.label, reviews.cppr_cp_review_participation),
        case when lower(left(reviews.cppr_cp_review_quorate, 1)) = 'n' then 'Not quorate' end,
        case
            when reviews.cppr_cp_review_date > reviews.cppr_cp_review_due
                then 'Days past its due date: '
                || cast(reviews.cppr_cp_review_date - reviews.cppr_cp_review_due as varchar)
        end
    ) as what,
    reviews.cppr_cp_review_id as record,
    reviews.file_row
from ssd_cp_reviews as reviews
left join code_labels as parts
    on parts.column_name = 'cppr_cp_review_participation' and parts.code = reviews.cppr_cp_review_participation
