/*
code = "CP-CON-02"
title = "Conference on a day when nobody works"
sentence = "The initial conference is dated on a weekend or a bank holiday. Conferences are not held then, so the day is likely wrong, and the first review is counted from it."
mend = "Correct the day of the conference."
severity = "warning"
table = "ssd_initial_cp_conference"
columns = ["ssd_initial_cp_conference.icpc_icpc_date"]
could = ["better", "worse"]
distorts = ["4.8"]
source = "Children in need census 8870Q"
*/
select
    conferences.file_row,
    conferences.icpc_person_id as person_id,
    conferences.icpc_icpc_id as record,
    conferences.icpc_icpc_date as value,
    conferences.icpc_icpc_date as from_on
from ssd_initial_cp_conference as conferences
join calendar as the_day on the_day.day = conferences.icpc_icpc_date
join calendar as day_before on day_before.day = conferences.icpc_icpc_date - 1
where the_day.working_days = day_before.working_days
