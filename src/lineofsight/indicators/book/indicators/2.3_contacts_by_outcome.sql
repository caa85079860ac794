/*
ref = "2.3"
title = "Contacts received, by outcome"
report = "monthly"
section = "Front door"
group = "Front door"
order = 212
one_row_for = "contact"
unit = "count"
kinds = "Outcome"
kinds_in_order = ["New referral", "Passed to an open case", "Child protection enquiry", "Child protection plan of another authority", "Private fostering", "Adoption outside an agency", "Missing child", "Advice and information", "Other outcome", "No further action"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Contacts received in the window, by what came of them. Where several outcomes are recorded, the first of this list stands: referral, open case, enquiry, another authority's plan, private fostering, adoption, missing, advice, other, no further action."
good = "Most contacts find their right place at once, and few that end in nothing come back."
why = "Whether what reaches the front door belongs there."
decision = "What to agree with partners about advice, early help and thresholds."
source = "SSD ssd_contacts, flags of the outcome"
caveats = "An outcome is read from flags that are true in JSON, or from a list with commas between. A contact without an outcome, or with local words for it, is not known."
example = "A contact with the flags for a new referral and for advice is counted once, as a new referral."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts."
*/
select
    event_date,
    person_id,
    contact_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    case
        when outcomes like '%,NEWREFERRAL,%' then 'New referral'
        when outcomes like '%,EXISTINGREFERRAL,%' then 'Passed to an open case'
        when outcomes like '%,CPENQUIRY,%' then 'Child protection enquiry'
        when outcomes like '%,OLACP,%' then 'Child protection plan of another authority'
        when outcomes like '%,PRIVATEFOSTERING,%' then 'Private fostering'
        when outcomes like '%,NONAGENCYADOPTION,%' then 'Adoption outside an agency'
        when outcomes like '%,MISSING,%' then 'Missing child'
        when outcomes like '%,ADVICE,%' then 'Advice and information'
        when outcomes like '%,OTHEROUTCOMESEXIST,%' then 'Other outcome'
        when outcomes like '%,NFA,%' then 'No further action'
    end as kind
from contact_outcomes
