-- OC3 holds those who were in care for 13 weeks from 14 on, some of it after 16: by law a relevant child until 18 and a
-- former relevant one from then on, unless they returned home for six months before. All of it is the position around
-- the birthday, so no day of a contact is given.
select
    child || '-care-leaver' as clea_table_id,
    child as clea_person_id,
    case
        when in_touch = 'DIED' then 'No current eligibility'
        when in_touch = 'RHOM' then 'Qualifying'
        when dob + interval '18' year > extracted_on then 'Relevant'
        else 'Former relevant'
    end as clea_care_leaver_eligibility,
    in_touch as clea_care_leaver_in_touch,
    case when accom <> '0' then left(accom, 1) end as clea_care_leaver_accommodation,
    case when accom <> '0' then right(accom, 1) end as clea_care_leaver_accom_suitable,
    case when activ <> '0' then activ end as clea_care_leaver_activity,
    file,
    file_row
from ssda903_oc3
cross join extract
