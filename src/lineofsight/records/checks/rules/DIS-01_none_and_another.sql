/*
code = "DIS-01"
title = "Not disabled, and disabled"
sentence = "The child is recorded as not disabled (NONE) and with a disability. In figures by disability the child counts as disabled."
mend = "Remove the code that is wrong."
severity = "warning"
table = "ssd_disability"
columns = ["ssd_disability.disa_disability_code"]
could = []
distorts = []
source = "Children in need census: NONE excludes other codes"
*/
with disabled as (
    select distinct disa_person_id as person_id
    from ssd_disability
    where disa_disability_code <> 'NONE'
)
select
    disabilities.file_row,
    disabilities.disa_person_id as person_id,
    disabilities.disa_table_id as record,
    disabilities.disa_disability_code as value
from ssd_disability as disabilities
join disabled on disabled.person_id = disabilities.disa_person_id
where disabilities.disa_disability_code = 'NONE'
