/*
ref = "5.2"
title = "Children who ceased to be looked after"
report = "monthly"
section = "Children in our care"
group = "Children in our care"
order = 506
one_row_for = "period of care"
unit = "count"
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
kinds = "Reason"
counted = "Periods of care that ended in the window, by the reason of their last episode."
good = "Neither high nor low is good: children leave care to a home that lasts, and when they are ready."
why = "How children leave care shows whether plans for their future were carried out."
decision = "Which plans for a permanent home to push forward; who needs help after care."
source = "DfE, Children looked after (SSDA903): children who ceased to be looked after; without agreed series of short breaks (V3, V4)."
caveats = "A child who leaves care twice in a year counts twice; DfE counts the last time only. A last episode that says that another begins (X1), where none does, is shown as not known."
example = "Two episodes of one period, the first ended with X1 on 1 March, the second with E45 on 20 March: one end, on 20 March, by special guardianship."
owner = "Head of children in our care"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "A count: councils of different size can be compared only by rates."
*/
select
    event_date,
    person_id,
    episode_id as event_id,
    true as met,
    case reason
        when 'E11' then 'Adopted'
        when 'E12' then 'Adopted'
        when 'E2' then 'Died'
        when 'E3' then 'Care taken over by another council'
        when 'E4A' then 'Returned home as planned'
        when 'E4B' then 'Returned home, not planned'
        when 'E13' then 'Went to live with others, without an order'
        when 'E41' then 'Child arrangements order'
        when 'E45' then 'Special guardianship order'
        when 'E46' then 'Special guardianship order'
        when 'E47' then 'Special guardianship order'
        when 'E48' then 'Special guardianship order'
        when 'E5' then 'Independent living, supported'
        when 'E6' then 'Independent living, not supported'
        when 'E7' then 'Adult residential care'
        when 'E9' then 'Custody'
        when 'E14' then 'Remand ended'
        when 'E15' then 'Age assessed as 18 or over'
        when 'E16' then 'Moved abroad'
        when 'E17' then 'Stayed with carers at 18'
        when 'E8' then 'Any other reason'
    end as kind
from care_ended
