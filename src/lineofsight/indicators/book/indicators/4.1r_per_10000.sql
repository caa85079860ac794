/*
ref = "4.1r"
title = "Section 47 enquiries in 12 months per 10,000 children"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 402
one_row_for = "enquiry"
unit = "rate"
rate_of = "4.1"
per = 10000
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
counted = "The count of 4.1 in the 12 months up to the date."
out_of = "Children aged 0 to 17 in the area, from los_populations, at the mid-year that DfE divides by."
good = "Neither high nor low is good: compare with similar councils of the same year."
why = "Enquiries can be compared with other councils only by how many children live here."
decision = "Whether to look closer at the threshold for strategy discussions."
source = "DfE, Children in need: section 47 enquiries started in the year to 31 March, divided by the mid-year estimate of the year before"
caveats = "A year's events over one estimate of the population: months of the year apart from March have no published rate beside them. Estimates are revised, and past rates move with them."
example = "900 enquiries in 12 months of 64,290 children are 140.0 per 10,000."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "Section 47 enquiries, rate per 10,000"
unit = "rate"
comparable = "yes"
why = "The same enquiries in the year to 31 March; other months are compared with the last published year."
*/
select
    as_at,
    children as denominator,
    case
        when mid_year < wanted_mid_year
            then concat('divided by mid-', mid_year, ', the latest before mid-', wanted_mid_year)
    end as note
from child_population
