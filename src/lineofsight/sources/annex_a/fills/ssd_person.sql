-- One row for a child over all lists. What several lists say is taken from the first of them that says it, in the
-- order in which their records are most often reviewed: 8, 7, 6, 9, 4, 5, 3, 10, 1, 2. A birth after the extract date is
-- the day on which an unborn child is expected.
with mentioned as (
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 1 as list from list_8_children_in_care
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 2 from list_7_child_protection
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 3 from list_6_children_in_need
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 4 from list_9_care_leavers
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 5 from list_4_assessments
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 6 from list_5_section_47
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 7 from list_3_referrals
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 8 from list_10_adoption
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 9 from list_1_contacts
    union all
    select child_unique_id, gender, ethnicity, date_of_birth, file, file_row, 10 from list_2_early_help
),
in_order as (
    select *, list * 10000000 + file_row as place
    from mentioned
    where child_unique_id is not null
),
settled as (
    select
        child_unique_id,
        coalesce(
            arg_min(gender, place) filter (where gender <> 'U'), arg_min(gender, place) filter (where gender is not null)
        ) as gender,
        coalesce(
            arg_min(ethnicity, place) filter (where ethnicity <> 'NOBT'),
            arg_min(ethnicity, place) filter (where ethnicity is not null)
        ) as ethnicity,
        arg_min(date_of_birth, place) filter (where date_of_birth is not null) as date_of_birth,
        arg_min(file, place) as file,
        arg_min(file_row, place) as file_row
    from in_order
    group by child_unique_id
)
select
    settled.child_unique_id as pers_person_id,
    case when settled.gender in ('M', 'F', 'U') then settled.gender end as pers_sex,
    case settled.gender when 'M' then '01' when 'F' then '02' when 'N' then '09' when 'U' then '00' else settled.gender end
        as pers_gender,
    settled.ethnicity as pers_ethnicity,
    case when settled.date_of_birth <= extract.extracted_on then settled.date_of_birth end as pers_dob,
    case when settled.date_of_birth > extract.extracted_on then settled.date_of_birth end as pers_expected_dob,
    settled.file,
    settled.file_row
from settled
cross join extract
