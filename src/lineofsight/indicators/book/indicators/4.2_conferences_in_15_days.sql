/*
ref = "4.2"
title = "% of initial conferences within 15 working days of the strategy discussion"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 404
one_row_for = "conference"
unit = "percent"
better = "higher"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "Held at most $within_working_days working days after the strategy discussion that started the enquiry; the day of the discussion is day 0."
out_of = "Initial child protection conferences held in the window, transfer-in conferences left out."
good = "Within three weeks everybody who knows the child sits at one table."
why = "Between the enquiry and the conference a child who may be suffering harm has no plan."
decision = "Whether chairs, rooms and reports are the bottleneck, and which conferences to bring forward."
source = "Working Together 2023: within 15 working days of the strategy discussion; DfE, Children in need census"
caveats = "Where a conference doesn't say which enquiry led to it, the child's latest strategy discussion before it stands for it; how many months back stands in the cohort conferences_of_enquiries. Where none is found the conference is not met. Conferences not yet held are not seen."
example = "Discussion on Friday 3 March: a conference on Friday 24 March is working day 15, in time; on Monday 27 March it is day 16."
owner = "Head of quality assurance"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_working_days = 15

[[benchmarks]]
measure = "ICPC within 15 working days of strategy discussion"
unit = "percent"
comparable = "yes"
why = "The same rule. DfE's is of the year to 31 March: compare the rolling year at the end of March."
*/
select
    conferences.event_date,
    conferences.person_id,
    conferences.conference_id as event_id,
    coalesce(conferences.event_date <= in_time.last_day, false) as met,
    conferences.discussed_on as clock_start,
    in_time.last_day as due_on,
    conferences.event_date as done_on
from conferences_of_enquiries as conferences
left join calendar on calendar.day = conferences.discussed_on
left join working_days as in_time on in_time.number = calendar.working_days + $within_working_days
