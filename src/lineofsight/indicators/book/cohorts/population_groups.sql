/*
cohort = "population_groups"
title = "Children who live in the area, by group"
who = "Children aged 0 to 17 by age group, gender, ethnicity group and disability, at the mid-year that rates divide by; where a group is missing there, at the latest earlier one. Where the table holds several areas, the setting area_code says which is the council's; without it they are not added up."
source = "Office for National Statistics mid-year estimates and census, as the council supplies them in los_population_groups"
valid_from = "2019-04"

[settings]
area_code = ""
*/
select as_at, breakdown, member, children
from (
    select
        as_at.as_at,
        populations.breakdown,
        populations.member,
        populations.children,
        row_number() over (
            partition by as_at.as_at, populations.breakdown, populations.member
            order by populations.mid_year desc
        ) as place
    from (
        select
            popg_mid_year as mid_year,
            popg_breakdown as breakdown,
            popg_member as member,
            sum(popg_children_0_17) as children,
            count(distinct popg_area_code) as areas
        from los_population_groups
        where popg_children_0_17 is not null
            and ($area_code = '' or popg_area_code = $area_code)
        group by popg_mid_year, popg_breakdown, popg_member
    ) as populations
    join as_at on populations.mid_year <= extract(year from as_at.year_start)
    where populations.areas = 1
) as by_year
where place = 1
