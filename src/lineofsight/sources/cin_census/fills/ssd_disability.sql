select
    own_id as disa_table_id,
    child_id as disa_person_id,
    disability as disa_disability_code,
    file,
    file_row
from cin_disability
