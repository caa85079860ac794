-- Every child of the census. Sex is what the census calls sex (from 2025); what it calls gender (until 2024) stays so.
-- Where an SSDA903 return is loaded with it, that says what the census leaves empty about a child in our care.
select
    children.child_id as pers_person_id,
    children.upn as pers_upn,
    children.upn_unknown as pers_upn_unknown,
    coalesce(children.birth_date, looked_after.dob) as pers_dob,
    children.expected_birth_date as pers_expected_dob,
    children.gender as pers_gender,
    coalesce(children.sex, looked_after.sex) as pers_sex,
    coalesce(children.ethnicity, looked_after.ethnic) as pers_ethnicity,
    children.death_date as pers_death_date,
    looked_after.mother as pers_is_mother,
    children.file,
    children.file_row
from cin_child as children
left join ssda903_header as looked_after on looked_after.child = children.child_id
