-- Every child whom any list names. The header says most; a care leaver or an adopted child may stand in another list
-- alone. Where a children in need census is loaded with it, a child who stands there is taken from there.
with mentioned as (
    select child, dob, sex, 1 as list_place, file, file_row from ssda903_uasc
    union all
    select child, dob, null, 2, file, file_row from ssda903_oc3
    union all
    select child, null, null, 3, file, file_row from ssda903_episodes
    union all
    select child, dob, null, 4, file, file_row from ssda903_reviews
    union all
    select child, dob, null, 5, file, file_row from ssda903_oc2
    union all
    select child, dob, null, 6, file, file_row from ssda903_ad1
    union all
    select child, dob, null, 7, file, file_row from ssda903_placed_adoption
    union all
    select child, dob, null, 8, file, file_row from ssda903_prev_perm
    union all
    select child, dob, null, 9, file, file_row from ssda903_missing
    union all
    select child, dob, null, 10, file, file_row from ssda903_social_worker
    union all
    select child, dob, null, 11, file, file_row from ssda903_dolo
),
others as (
    select
        child,
        arg_min(dob, list_place * 100000000 + file_row) as dob,
        arg_min(sex, list_place * 100000000 + file_row) as sex,
        arg_min(file, list_place * 100000000 + file_row) as file,
        arg_min(file_row, list_place * 100000000 + file_row) as file_row
    from mentioned
    where child is not null
        and child not in (select child from ssda903_header where child is not null)
    group by child
),
people as (
    select child, dob, sex, ethnic, upn, mother, file, file_row from ssda903_header
    union all
    select child, dob, sex, null, null, null, file, file_row from others
)
select
    child as pers_person_id,
    case when upper(upn) not like 'UN_' then upn end as pers_upn,
    case when upper(upn) like 'UN_' then upper(upn) end as pers_upn_unknown,
    dob as pers_dob,
    sex as pers_sex,
    ethnic as pers_ethnicity,
    mother as pers_is_mother,
    file,
    file_row
from people
where child not in (select child_id from cin_child where child_id is not null)
