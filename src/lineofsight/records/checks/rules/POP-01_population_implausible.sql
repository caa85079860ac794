/*
code = "POP-01"
title = "Number of children in the area implausible"
sentence = "The number of children who live in the area is under $fewest or over $most, or differs by more than a tenth from the year before. Every rate per 10,000 divides by it."
mend = "Take the figure from the mid-year estimates of the Office for National Statistics, ages 0 to 17."
severity = "error"
table = "los_populations"
columns = ["los_populations.popu_children_0_17"]
could = ["better", "worse"]
distorts = ["1.2r", "1.3r", "1.4r"]
source = "ONS mid-year estimates; the smallest council in England has about 7,000 children but for the City and Scilly"

[settings]
fewest = 300
most = 400000
*/
select compared.file_row, cast(null as integer) as person_id, compared.record, compared.children as value
from (
    select
        populations.file_row,
        populations.popu_row_id as record,
        populations.popu_children_0_17 as children,
        lag(populations.popu_children_0_17) over (
            partition by populations.popu_area_code
            order by populations.popu_mid_year
        ) as year_before
    from los_populations as populations
    where populations.popu_children_0_17 is not null
) as compared
where compared.children not between $fewest and $most
    or abs(compared.children - compared.year_before) * 10 > compared.year_before
