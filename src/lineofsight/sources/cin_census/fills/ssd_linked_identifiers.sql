select
    child_id || '-upn' as link_table_id,
    child_id as link_person_id,
    'Unique Pupil Number' as link_identifier_type,
    upn as link_identifier_value,
    file,
    file_row
from cin_child
where upn is not null
union all
select
    child_id || '-former-upn' as link_table_id,
    child_id as link_person_id,
    'Former Unique Pupil Number' as link_identifier_type,
    former_upn as link_identifier_value,
    file,
    file_row
from cin_child
where former_upn is not null
