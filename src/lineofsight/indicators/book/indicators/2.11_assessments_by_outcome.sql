/*
ref = "2.11"
title = "Assessments completed, by outcome"
report = "monthly"
section = "Assessments"
group = "Assessments"
order = 225
one_row_for = "assessment"
unit = "count"
kinds = "Outcome"
kinds_in_order = ["Strategy discussion", "Legal action", "Request for a place in care", "Private fostering", "Services provided", "Short breaks", "Specialist assessment", "Referred to another agency", "Other outcome", "No further action"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Assessments authorised in the window, by outcome. No further action stands where its flag is set; else, of several outcomes, the first of the list."
good = "An assessment changes something for the child, or says plainly that nothing needs to change."
why = "What we found, and what we did about it."
decision = "Whether families get help after an assessment, and which kind of help will be asked for."
source = "SSD ssd_cin_assessments, flags of the outcome"
caveats = "An outcome is read from flags that are true in JSON, or from a list with commas between. Without an outcome, or with local words for it, it is not known."
example = "Services provided and a specialist assessment, both flagged: counted once, as services provided."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
comparable = "no"
why = "DfE doesn't publish assessments by all outcomes."
*/
select
    event_date,
    person_id,
    assessment_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    case
        when no_further_action then 'No further action'
        when outcomes like '%,STRATEGYDISCUSSION,%' then 'Strategy discussion'
        when outcomes like '%,LEGALACTION,%' then 'Legal action'
        when outcomes like '%,CLAREQUEST,%' then 'Request for a place in care'
        when outcomes like '%,PRIVATEFOSTERING,%' then 'Private fostering'
        when outcomes like '%,PROVOFSERVICES,%' then 'Services provided'
        when outcomes like '%,PROVOFSBCARE,%' then 'Short breaks'
        when outcomes like '%,SPECIALISTASSESSMENT,%' then 'Specialist assessment'
        when outcomes like '%,REFERRALTOOTHERAGENCY,%' then 'Referred to another agency'
        when outcomes like '%,OTHERACTIONS,%' then 'Other outcome'
        when outcomes like '%,OTHEROUTCOMESEXIST,%' then 'Other outcome'
    end as kind
from assessment_outcomes
