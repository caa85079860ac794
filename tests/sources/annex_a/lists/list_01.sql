select
    child.id, child.gender, child.ethnicity, child.born, null as age,
    cast(cont_contact_date as date), cont_contact_source_code
from ssd_contacts
cross join extract
join child on child.id = cont_person_id
where cast(cont_contact_date as date) between six_months_ago + 1 and extracted_on
order by cont_contact_date, child.id
