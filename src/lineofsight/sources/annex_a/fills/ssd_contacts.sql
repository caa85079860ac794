select
    concat(
        child_unique_id, '-', coalesce(cast(cast(date_of_contact as date) as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as cont_contact_id,
    child_unique_id as cont_person_id,
    date_of_contact as cont_contact_date,
    contact_source as cont_contact_source_code,
    file,
    file_row
from (
    select
        *,
        row_number() over (partition by child_unique_id, cast(date_of_contact as date) order by file_row) as nth
    from list_1_contacts
    where child_unique_id is not null
) as contacts
