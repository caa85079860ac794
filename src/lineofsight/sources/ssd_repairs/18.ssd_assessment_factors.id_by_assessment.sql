/*
title = "the row's id, from the assessment"
kind = "fills"
table = "ssd_assessment_factors"
column = "cinf_table_id"
needs = ["ssd_assessment_factors.cinf_assessment_id"]
why = "Mosaic leaves the row's id empty and writes one row for each assessment."
source = "data-to-insight/ssd-data-model, Mosaic populate_ssd_data_warehouse.sql, ##ssd_assessment_factors"
*/
select file_row, cinf_assessment_id as value
from (
    select file_row, cinf_assessment_id, count(*) over (partition by cinf_assessment_id) as rows
    from ssd_assessment_factors
) as factors
where rows = 1
