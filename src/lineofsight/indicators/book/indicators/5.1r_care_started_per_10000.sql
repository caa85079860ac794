/*
ref = "5.1r"
title = "Children who started to be looked after per 10,000 children"
report = "monthly"
section = "Children in our care"
group = "Children in our care"
order = 504
one_row_for = "period of care"
unit = "rate"
rate_of = "5.1"
per = 10000
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
counted = "The starts of 5.1 in the past 12 months."
out_of = "Children aged 0 to 17 in the area, from los_populations, at the mid-year that DfE divides by."
good = "Neither high nor low is good: compare with similar councils of the same year."
why = "A rising rate of starts is seen here a year before it is seen in the number of children in our care."
decision = "Whether to look closer at thresholds and at help before care."
source = "DfE divides starts of a year by the mid-year estimate of the year before."
caveats = "A child with two starts in the year counts twice. Estimates of population are revised: past rates can move with them."
example = "160 starts in 12 months of 64,000 children are 25.0 per 10,000."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "CLA starting, rate per 10,000"
unit = "rate"
comparable = "partly"
why = "The same starts, of a year that ends on 31 March; but DfE counts a child once in a year, at the first start, so expect slightly more here. DfE rounds to whole numbers."
*/
select
    as_at,
    children as denominator,
    case
        when mid_year < wanted_mid_year
            then concat('divided by mid-', mid_year, ', the latest before mid-', wanted_mid_year)
    end as note
from child_population
