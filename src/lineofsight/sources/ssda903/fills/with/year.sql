-- The year that names the return: that of the 31 March on or after the extract date.
return_year as (
    select year(extracted_on) + case when month(extracted_on) > 3 then 1 else 0 end as year
    from extract
)
