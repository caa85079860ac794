/*
ref = "1.4r"
title = "LAC per 10,000 children"
group = "Key numbers"
section = "Children we work with"
order = 17
one_row_for = "child"
unit = "rate"
rate_of = "1.4"
per = 10000
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The count of 1.4."
out_of = "Children aged 0 to 17 in the area, from los_populations, at the mid-year that DfE divides by."
good = "Neither high nor low is good: compare with similar councils of the same year."
why = "Councils of different size can be compared only by rates."
decision = "Whether to look closer at thresholds."
source = "DfE divides rates at 31 March by the mid-year estimate of the year before"
caveats = "Estimates of population are revised: the rate of a past month can move with them."
example = "214 children on plans of 64,290 children are 33.3 per 10,000."
owner = "Director of Supporting Families"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-23
next_review = 2027-11-30
change_log = ["2026-11-23: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "CLA at 31 March, rate per 10,000"
unit = "rate"
comparable = "yes"
why = "The same children, on 31 March, without agreed series of short breaks; other months are compared with the last 31 March. DfE rounds to whole numbers."
*/
select
    as_at,
    children as denominator,
    case
        when mid_year < wanted_mid_year
            then concat('divided by mid-', mid_year, ', the latest before mid-', wanted_mid_year)
    end as note
from child_population
