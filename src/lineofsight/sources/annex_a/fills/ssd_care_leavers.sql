select
    concat(replace(child_unique_id, '#', '##'), case when nth > 1 then concat('#', nth) else '' end) as clea_table_id,
    child_unique_id as clea_person_id,
    eligibility as clea_care_leaver_eligibility,
    in_touch as clea_care_leaver_in_touch,
    latest_contact_date as clea_care_leaver_latest_contact,
    accommodation as clea_care_leaver_accommodation,
    accommodation_suitable as clea_care_leaver_accom_suitable,
    activity as clea_care_leaver_activity,
    pathway_plan_review_date as clea_pathway_plan_review_date,
    personal_adviser as clea_care_leaver_personal_advisor,
    allocated_team as clea_care_leaver_allocated_team,
    allocated_worker as clea_care_leaver_worker_id,
    file,
    file_row
from (
    select *, row_number() over (partition by child_unique_id order by file_row) as nth
    from list_9_care_leavers
    where child_unique_id is not null
) as leavers
