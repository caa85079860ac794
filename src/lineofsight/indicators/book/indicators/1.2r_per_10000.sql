/*
ref = "1.2r"
title = "CIN per 10,000 children"
group = "Key numbers"
section = "Children we work with"
order = 15
one_row_for = "child"
unit = "rate"
rate_of = "1.2"
per = 10000
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
counted = "The count of 1.2."
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
measure = "CIN plans at 31 March, rate per 10,000"
unit = "rate"
comparable = "partly"
why = "DfE counts children with a child in need plan on 31 March. Here children assessed as in need without a plan count too, and care leavers don't: expect a higher rate here."

[[benchmarks]]
measure = "CIN at 31 March, rate per 10,000"
unit = "rate"
comparable = "no"
why = "DfE's children in need are everyone from referral on, with child protection plans, children looked after and care leavers: about three times as many."
*/
select
    as_at,
    children as denominator,
    case
        when mid_year < wanted_mid_year
            then concat('divided by mid-', mid_year, ', the latest before mid-', wanted_mid_year)
    end as note
from child_population
