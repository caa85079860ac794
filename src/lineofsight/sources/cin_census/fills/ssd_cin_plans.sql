select
    own_id as cinp_cin_plan_id,
    within_id as cinp_referral_id,
    child_id as cinp_person_id,
    start_date as cinp_cin_plan_start_date,
    end_date as cinp_cin_plan_end_date,
    file,
    file_row
from cin_plan_dates
