/*
ref = "8.3"
title = "% of care proceedings completed within 26 weeks"
report = "monthly"
section = "Legal"
group = "Legal"
order = 830
one_row_for = "child's proceedings"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "rolling_year"
trend = "month"
counted = "The final order was made within $weeks weeks of the issue; the day $weeks weeks after it is in time."
out_of = "Proceedings of a child that ended with a final order in the window."
good = "Children know within half a year where they will grow up."
why = "It is the time that the law gives."
decision = "What held up those that were late: evidence, experts, family found late."
source = "Children Act 1989, section 32: within 26 weeks of the day on which the application was issued."
caveats = "A good month can mean that old cases did not finish: read it beside 8.2. Of children, where the Ministry of Justice counts cases. Without a date of issue, or with one after the order, it is not met."
example = "Issued on 30 September 2022: an order on 31 March 2023 is in time, one on 1 April is late."
owner = "Head of family safeguarding"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
weeks = 26

[[benchmarks]]
comparable = "no"
why = "The Ministry of Justice publishes the share within 26 weeks by court and not by council; it is not among the figures held here."
*/
with completed as (
    select
        lepr_proceedings_id as proceedings_id,
        lepr_person_id as person_id,
        case when lepr_issue_date <= lepr_final_order_date then lepr_issue_date end as issued_on,
        lepr_final_order_date as ended_on
    from los_legal_proceedings
    where lepr_final_order_date is not null
)
select
    ended_on as event_date,
    person_id,
    proceedings_id as event_id,
    coalesce(ended_on <= issued_on + $weeks * 7, false) as met,
    issued_on as clock_start,
    issued_on + $weeks * 7 as due_on,
    ended_on as done_on
from completed
