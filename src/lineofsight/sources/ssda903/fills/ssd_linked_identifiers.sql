-- A child's UPN, unless a children in need census that is loaded with the return says one.
select
    child || '-upn' as link_table_id,
    child as link_person_id,
    'Unique Pupil Number' as link_identifier_type,
    upn as link_identifier_value,
    file,
    file_row
from ssda903_header
where upper(upn) not like 'UN_'
    and child not in (select child_id from cin_child where child_id is not null and upn is not null)
