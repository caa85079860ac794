/*
code = "DIS-02"
title = "The same disability twice"
sentence = "The child has the same disability recorded twice. The census refuses the second one."
mend = "Remove the one that was entered again."
severity = "note"
table = "ssd_disability"
columns = ["ssd_disability.disa_disability_code"]
could = []
distorts = []
source = "Children in need census: each code once"
*/
select twice.file_row, twice.person_id, twice.record, twice.code as value
from (
    select
        disabilities.file_row,
        disabilities.disa_person_id as person_id,
        disabilities.disa_table_id as record,
        disabilities.disa_disability_code as code,
        row_number() over (
            partition by disabilities.disa_person_id, disabilities.disa_disability_code
            order by disabilities.disa_table_id
        ) as place
    from ssd_disability as disabilities
    where disabilities.disa_person_id is not null and disabilities.disa_disability_code is not null
) as twice
where twice.place > 1
