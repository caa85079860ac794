/*
code = "PER-13"
title = "Mother born after the child, or hardly before"
sentence = "The mother is recorded as the child herself, or as less than $years years older. The link is wrong, or one of the dates of birth."
mend = "Correct the relationship, or the date of birth that is wrong."
severity = "note"
table = "ssd_mother"
columns = ["ssd_mother.moth_person_id", "ssd_mother.moth_childs_person_id"]
could = []
distorts = []
source = "Local"

[settings]
years = 11
*/
select
    links.file_row,
    links.moth_childs_person_id as person_id,
    links.moth_table_id as record,
    mothers.pers_dob as value
from ssd_mother as links
join ssd_person as mothers on mothers.pers_person_id = links.moth_person_id
join ssd_person as children on children.pers_person_id = links.moth_childs_person_id
where mothers.pers_dob > children.pers_dob - interval '$years' year
