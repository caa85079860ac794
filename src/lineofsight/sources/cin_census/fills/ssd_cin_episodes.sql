select
    own_id as cine_referral_id,
    child_id as cine_person_id,
    referral_date as cine_referral_date,
    primary_need as cine_cin_primary_need_code,
    referral_source as cine_referral_source_code,
    referral_nfa as cine_referral_nfa,
    closure_reason as cine_close_reason,
    closure_date as cine_close_date,
    file,
    file_row
from cin_details
