-- The codes of the outcome are not published yet, so it is not said how pre-proceedings ended.
select
    own_id as prep_table_id,
    child_id as prep_person_id,
    start_date as prep_pre_pro_decision_date,
    first_meeting_date as prep_initial_pre_pro_meeting_date,
    step_decision_date as prep_agree_stepdown_issue_date,
    letter_date as prep_pre_pro_letter_date,
    issue_letter_date as prep_care_pro_letter_date,
    review_meetings as prep_pre_pro_meetings_num,
    file,
    file_row
from cin_preproceedings
