/*
title = "the worker's id, from the staff id"
kind = "fills"
table = "ssd_professionals"
column = "prof_professional_id"
needs = ["ssd_professionals.prof_staff_id"]
why = "Mosaic leaves the id of a worker empty and writes it as the staff id; that is the id by which involvements name the worker."
source = "data-to-insight/ssd-data-model, Mosaic populate_ssd_data_warehouse.sql, ##ssd_professionals"
*/
select file_row, prof_staff_id as value
from (select file_row, prof_staff_id, count(*) over (partition by prof_staff_id) as rows from ssd_professionals) as staff
where rows = 1
