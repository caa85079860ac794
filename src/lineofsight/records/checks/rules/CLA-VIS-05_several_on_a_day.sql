/*
code = "CLA-VIS-05"
title = "Several visits to a child in our care on one day"
sentence = "More than one visit to the child is recorded on the same day. One was likely entered again; counts of visits are too high."
mend = "Remove the one that was entered again, or correct its date."
severity = "note"
table = "ssd_cla_visits"
columns = ["ssd_cla_visits.clav_cla_visit_date"]
could = []
distorts = []
source = "Local"
*/
select twice.file_row, twice.person_id, twice.record, twice.visited_on as value
from (
    select
        visits.file_row,
        visits.clav_person_id as person_id,
        visits.clav_cla_visit_id as record,
        visits.clav_cla_visit_date as visited_on,
        row_number() over (
            partition by visits.clav_person_id, visits.clav_cla_visit_date
            order by visits.clav_cla_visit_id
        ) as place
    from ssd_cla_visits as visits
    where visits.clav_person_id is not null and visits.clav_cla_visit_date is not null
) as twice
where twice.place > 1
