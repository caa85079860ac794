/*
ref = "5.2r"
title = "Children who ceased to be looked after per 10,000 children"
report = "monthly"
section = "Children in our care"
group = "Children in our care"
order = 507
one_row_for = "period of care"
unit = "rate"
rate_of = "5.2"
per = 10000
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
counted = "The ends of 5.2 in the past 12 months."
out_of = "Children aged 0 to 17 in the area, from los_populations, at the mid-year that DfE divides by."
good = "Neither high nor low is good: read it beside the rate of starts, and compare with similar councils."
why = "Where fewer children leave care than come into it, the number in care grows."
decision = "Whether permanence or coming home is held up, and for whom."
source = "DfE divides ends of a year by the mid-year estimate of the year before."
caveats = "A child who left twice in the year counts twice. Estimates of population are revised: past rates can move with them."
example = "96 ends in 12 months of 64,000 children are 15.0 per 10,000."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "CLA ceasing, rate per 10,000"
unit = "rate"
comparable = "partly"
why = "The same ends, of a year that ends on 31 March; but DfE counts a child once in a year, at the last end, so expect slightly more here. DfE rounds to whole numbers."
*/
select
    as_at,
    children as denominator,
    case
        when mid_year < wanted_mid_year
            then concat('divided by mid-', mid_year, ', the latest before mid-', wanted_mid_year)
    end as note
from child_population
