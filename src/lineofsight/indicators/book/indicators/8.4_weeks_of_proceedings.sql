/*
ref = "8.4"
title = "Mean weeks of completed care proceedings"
report = "monthly"
section = "Legal"
group = "Legal"
order = 840
one_row_for = "child's proceedings"
unit = "mean"
measured_in = "weeks"
scale = 10
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
counted = "Weeks from issue to the final order, to a tenth, added up."
out_of = "Proceedings of a child that ended with a final order in the window, and have a date of issue, which is not after it."
good = "Low is good: near 26 weeks or below."
why = "A few very long cases hurt children most, and a share within 26 weeks does not show them."
decision = "What to bring before the local family justice board."
source = "Ministry of Justice, Family court statistics: from the first application in the case to its first disposal, as a mean."
caveats = "Of children, where the Ministry of Justice counts cases: a case about four brothers weighs four times. One very long case moves the mean."
example = "182 days are 26.0 weeks, 350 days are 50.0: mean 38.0."
owner = "Head of family safeguarding"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "Care and supervision (s31) application duration"
unit = "mean"
comparable = "partly"
why = "For England, of cases and not of children, with supervision orders, in a quarter. Courts differ much by region."
*/
select
    proceedings.lepr_final_order_date as event_date,
    proceedings.lepr_person_id as person_id,
    proceedings.lepr_proceedings_id as event_id,
    true as met,
    proceedings.lepr_issue_date as clock_start,
    proceedings.lepr_final_order_date as done_on,
    cast(round((proceedings.lepr_final_order_date - proceedings.lepr_issue_date) * 10 / 7.0) as bigint) as amount,
    cast(10 as bigint) as out_of
from los_legal_proceedings as proceedings
where proceedings.lepr_final_order_date is not null
    and proceedings.lepr_issue_date <= proceedings.lepr_final_order_date
