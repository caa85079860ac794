select
    own_id as cppr_cp_review_id,
    child_id as cppr_person_id,
    within_id as cppr_cp_plan_id,
    review_date as cppr_cp_review_date,
    file,
    file_row
from cin_cp_reviews
