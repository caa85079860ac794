-- A team is known by name alone, as the lists write it.
select
    name as dept_team_id,
    name as dept_team_name,
    arg_min(file, place) as file,
    arg_min(file_row, place) as file_row
from (
    select *, list * 10000000 + file_row as place
    from (
        select allocated_team as name, file, file_row, 1 as list from list_8_children_in_care
        union all
        select allocated_team, file, file_row, 2 from list_7_child_protection
        union all
        select allocated_team, file, file_row, 3 from list_6_children_in_need
        union all
        select allocated_team, file, file_row, 4 from list_9_care_leavers
        union all
        select allocated_team, file, file_row, 6 from list_4_assessments
        union all
        select allocated_team, file, file_row, 7 from list_5_section_47
        union all
        select allocated_team, file, file_row, 8 from list_3_referrals
    ) as named
    where name is not null
) as in_order
group by name
