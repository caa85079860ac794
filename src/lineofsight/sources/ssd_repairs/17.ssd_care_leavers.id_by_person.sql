/*
title = "the row's id, from the young person"
kind = "fills"
table = "ssd_care_leavers"
column = "clea_table_id"
needs = ["ssd_care_leavers.clea_person_id"]
why = "Mosaic leaves the row's id empty. The table is as the young people are now, a row for each: their own id serves."
source = "data-to-insight/ssd-data-model, Mosaic populate_ssd_data_warehouse.sql, #ssd_care_leavers"
*/
select file_row, clea_person_id as value
from (select file_row, clea_person_id, count(*) over (partition by clea_person_id) as rows from ssd_care_leavers) as people
where rows = 1
