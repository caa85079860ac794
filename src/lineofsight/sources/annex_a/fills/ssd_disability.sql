-- Annex A says whether a child is disabled, and not how: YES stands for a disability of a kind that isn't said. A child
-- whom one list calls disabled and another not is disabled.
select
    child_unique_id as disa_table_id,
    child_unique_id as disa_person_id,
    case when bool_or(disability = 'Y') then 'YES' else 'NONE' end as disa_disability_code,
    arg_min(file, place) as file,
    arg_min(file_row, place) as file_row
from (
    select *, list * 10000000 + file_row + case when disability = 'Y' then 0 else 1000000000 end as place
    from (
        select child_unique_id, disability, file, file_row, 1 as list from list_8_children_in_care
        union all
        select child_unique_id, disability, file, file_row, 2 from list_7_child_protection
        union all
        select child_unique_id, disability, file, file_row, 3 from list_6_children_in_need
        union all
        select child_unique_id, disability, file, file_row, 4 from list_9_care_leavers
        union all
        select child_unique_id, disability, file, file_row, 5 from list_4_assessments
        union all
        select child_unique_id, disability, file, file_row, 6 from list_5_section_47
        union all
        select child_unique_id, disability, file, file_row, 7 from list_10_adoption
    ) as mentioned
    where child_unique_id is not null and disability in ('Y', 'N')
) as in_order
group by child_unique_id
