/*
ref = "8.2"
title = "% of children in care proceedings for over 26 weeks"
report = "monthly"
section = "Legal"
group = "Legal"
order = 820
one_row_for = "child"
unit = "percent"
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
kinds = "Age of the case"
kinds_in_order = ["Up to 26 weeks", "27 to 40 weeks", "41 to 52 weeks", "Over 52 weeks"]
counted = "Care proceedings were issued more than $weeks weeks before the date; week $weeks itself is not over."
out_of = "Children in care proceedings at the date."
good = "Low is good: courts have what they need, and children know where they will grow up."
why = "Figures of finished cases look good while old cases do not finish: this counts those that wait."
decision = "Which cases to take up with the court and with lawyers."
source = "Children Act 1989, section 32: proceedings to be disposed of within 26 weeks of issue."
caveats = "Partly out of the council's hands: courts, experts and other parties take time. Of children, not of cases. Extensions that the court granted are not told apart."
example = "Issued on 30 September 2022: on 31 March 2023 that is 26 weeks to the day, not over; issued on 29 September: over."
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
why = "The Ministry of Justice publishes cases that ended, not those that are open."
*/
select
    as_at,
    person_id,
    as_at > started_on + $weeks * 7 as met,
    started_on as clock_start,
    started_on + $weeks * 7 as due_on,
    case
        when as_at <= started_on + 26 * 7 then 'Up to 26 weeks'
        when as_at <= started_on + 40 * 7 then '27 to 40 weeks'
        when as_at <= started_on + 52 * 7 then '41 to 52 weeks'
        else 'Over 52 weeks'
    end as kind
from in_care_proceedings
