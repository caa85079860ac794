/*
cohort = "enquiries_by_outcome"
title = "Section 47 enquiries, each with its outcome"
who = "A row for each section 47 enquiry, on the day of its strategy discussion. Of several outcomes the one that goes furthest; without one, no further action where that is recorded, else none."
source = "DfE, Children in need census: section 47 enquiries; outcomes as the SSD lists them"
valid_from = "2019-04"
grain = "event"
reads_if_there = ["ssd_s47_enquiry.s47e_s47_outcome_json", "ssd_s47_enquiry.s47e_s47_nfa"]
*/
with told as (
    select
        s47e_s47_enquiry_id as enquiry_id,
        s47e_person_id as person_id,
        s47e_s47_start_date as started_on,
        s47e_s47_nfa as nfa,
        concat(
            ',',
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
                left(
                    upper(s47e_s47_outcome_json),
                    strpos(concat(upper(s47e_s47_outcome_json), 'COMMENTS'), 'COMMENTS') - 1
                ), ' ', ''), '"', ''), '_', ''), 'FLAG', '')
                , '{', ','), '}', ','), '[', ','), ']', ',')
                , ':YES', ''), ':TRUE', ''), ':Y', ''), ':1', ''), 'NOFURTHERACTION', 'NFA'),
            ','
        ) as outcomes
    from ssd_s47_enquiry
    where s47e_s47_start_date is not null
)
select
    started_on as event_date,
    person_id,
    enquiry_id,
    case
        when outcomes like '%,CPCONFERENCE,%' then 'Initial conference'
        when outcomes like '%,LEGALACTION,%' then 'Legal action'
        when outcomes like '%,PROVOFSERVICES,%' or outcomes like '%,PROVOFSBCARE,%' then 'Services provided'
        when outcomes like '%,MONITOR,%' then 'Monitoring'
        when outcomes like '%,NFACONTINUESINGLE,%' then 'No further action, the assessment goes on'
        when outcomes like '%,OTHEROUTCOMESEXIST,%' then 'Other outcome'
        when outcomes like '%,NFA,%' then 'No further action'
        when nfa then 'No further action'
    end as outcome
from told
