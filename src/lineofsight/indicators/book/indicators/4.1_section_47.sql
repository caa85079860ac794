/*
ref = "4.1"
title = "Section 47 enquiries started, by outcome"
report = "monthly"
section = "Strategy discussions and conferences"
group = "Strategy discussions and conferences"
order = 401
one_row_for = "enquiry"
unit = "count"
kinds = "Outcome"
kinds_in_order = ["Initial conference", "Legal action", "Services provided", "Monitoring", "No further action, the assessment goes on", "Other outcome", "No further action"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Enquiries whose strategy discussion was held in the window, by outcome. Of several outcomes the first of the list stands."
good = "Neither high nor low is good: compare the rate with similar councils."
why = "How often we suspect that a child suffers significant harm."
decision = "Whether thresholds for strategy discussions hold, and whether teams can carry the enquiries."
source = "DfE, Children in need census: section 47 enquiries started in the year"
caveats = "A row for each child: an enquiry about two sisters counts twice. Outcomes of running enquiries are not known. An outcome is read from flags that are true in JSON, or from a list with commas between."
example = "Strategy discussion on 31 March, enquiry ended in April: it counts in March."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_s47_enquiry.s47e_s47_outcome_json", "ssd_s47_enquiry.s47e_s47_nfa"]

[[benchmarks]]
comparable = "no"
why = "A count: councils of different size can be compared only by rates, see 4.1r."
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
    enquiry_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    case
        when outcomes like '%,CPCONFERENCE,%' then 'Initial conference'
        when outcomes like '%,LEGALACTION,%' then 'Legal action'
        when outcomes like '%,PROVOFSERVICES,%' then 'Services provided'
        when outcomes like '%,MONITOR,%' then 'Monitoring'
        when outcomes like '%,NFACONTINUESINGLE,%' then 'No further action, the assessment goes on'
        when outcomes like '%,OTHEROUTCOMESEXIST,%' then 'Other outcome'
        when outcomes like '%,NFA,%' then 'No further action'
        when nfa then 'No further action'
    end as kind
from told
