/*
cohort = "child_population"
title = "Children who live in the area"
who = "Children aged 0 to 17 at the mid-year that DfE divides by: rates at 31 March of a year, and in the months of the financial year that it ends, divide by mid-year of the year before; where that is missing, by the latest earlier one. Where the table holds several areas, the setting area_code says which is the council's."
source = "DfE, Children looked after and Children in need: rates at 31 March divide by the mid-year estimate of the year before"
valid_from = "2019-04"

[settings]
area_code = ""
*/
select as_at, children, mid_year, wanted_mid_year
from (
    select
        as_at.as_at,
        populations.children,
        populations.mid_year,
        extract(year from as_at.year_start) as wanted_mid_year,
        row_number() over (partition by as_at.as_at order by populations.mid_year desc) as place
    from (
        select
            popu_mid_year as mid_year,
            sum(popu_children_0_17) as children,
            count(distinct popu_area_code) as areas
        from los_populations
        where popu_children_0_17 is not null
            and ($area_code = '' or popu_area_code = $area_code)
        group by popu_mid_year
    ) as populations
    join as_at on populations.mid_year <= extract(year from as_at.year_start)
    where populations.areas = 1
) as by_year
where place = 1
