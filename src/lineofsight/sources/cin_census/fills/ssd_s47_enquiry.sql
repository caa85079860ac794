-- A conference that was held, or that was not needed, is known; one that is still to come is neither.
select
    own_id as s47e_s47_enquiry_id,
    within_id as s47e_referral_id,
    child_id as s47e_person_id,
    start_date as s47e_s47_start_date,
    case
        when conference_date is not null then '{"CP_CONFERENCE_FLAG": "Y"}'
        when conference_not_required then '{"CP_CONFERENCE_FLAG": "N"}'
    end as s47e_s47_outcome_json,
    file,
    file_row
from cin_section47
