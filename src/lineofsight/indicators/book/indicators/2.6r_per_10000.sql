/*
ref = "2.6r"
title = "Referrals in 12 months per 10,000 children"
report = "monthly"
section = "Front door"
group = "Front door"
order = 216
one_row_for = "referral"
unit = "rate"
rate_of = "2.6"
per = 10000
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
counted = "The count of 2.6 in the 12 months up to the date."
out_of = "Children aged 0 to 17 in the area, from los_populations, at the mid-year that DfE divides by."
good = "Neither high nor low is good: compare with similar councils of the same year."
why = "Referrals can be compared with other councils only by how many children live here."
decision = "Whether to look closer at thresholds and at what partners refer."
source = "DfE, Children in need: referrals of the year to 31 March, divided by the mid-year estimate of the year before"
caveats = "A year's events over one estimate of the population: months of the year apart from March have no published rate beside them. Estimates are revised, and past rates move with them."
example = "3,200 referrals in 12 months of 64,290 children are 497.7 per 10,000."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "Referrals, rate per 10,000"
unit = "rate"
comparable = "yes"
why = "The same referrals in the year to 31 March; other months are compared with the last published year."
*/
select
    as_at,
    children as denominator,
    case
        when mid_year < wanted_mid_year
            then concat('divided by mid-', mid_year, ', the latest before mid-', wanted_mid_year)
    end as note
from child_population
