/*
ref = "2.2"
title = "Contacts received, by source"
report = "monthly"
section = "Front door"
group = "Front door"
order = 211
one_row_for = "contact"
unit = "count"
kinds = "Source"
kinds_in_order = ["Police", "Schools", "Education services", "Health services", "Local authority services", "Housing", "Other legal agency", "Individuals", "Anonymous", "Other"]
windows = ["month", "ytd", "rolling_year"]
shown = "month"
trend = "month"
counted = "Contacts received in the window, by who made them. A contact about three brothers counts three times."
good = "Neither high nor low is good: a sudden change of one agency is what to ask about."
why = "Who worries about children, and who has stopped to tell us."
decision = "Which agency to talk with about thresholds, and how to staff the front door."
source = "SSD ssd_contacts; the groups of sources are those in which DfE publishes referrals"
caveats = "Where the code is missing, the words beside it are read. A source recorded as unknown is not known here. What counts as a contact differs from council to council."
example = "Source 3A (GP) and 3E (accident and emergency) are both health services."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_contacts.cont_contact_source_code", "ssd_contacts.cont_contact_source_desc"]

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect contacts."
*/
with told as (
    select
        cont_contact_id,
        cont_person_id,
        cast(cont_contact_date as date) as received_on,
        coalesce(
            case
                when cont_contact_source_code in ('1A', '1B', '1C', '1D') then 'Individuals'
                when cont_contact_source_code = '2A' then 'Schools'
                when cont_contact_source_code = '2B' then 'Education services'
                when cont_contact_source_code in ('3A', '3B', '3C', '3D', '3E', '3F') then 'Health services'
                when cont_contact_source_code = '4' then 'Housing'
                when cont_contact_source_code in ('5A', '5B', '5C', '5D') then 'Local authority services'
                when cont_contact_source_code = '6' then 'Police'
                when cont_contact_source_code = '7' then 'Other legal agency'
                when cont_contact_source_code = '8' then 'Other'
                when cont_contact_source_code = '9' then 'Anonymous'
            end,
            case
                when lower(trim(cont_contact_source_desc)) like 'individual%' then 'Individuals'
                when lower(trim(cont_contact_source_desc)) like 'school%' then 'Schools'
                when lower(trim(cont_contact_source_desc)) like 'education%' then 'Education services'
                when lower(trim(cont_contact_source_desc)) like 'health%' then 'Health services'
                when lower(trim(cont_contact_source_desc)) like 'housing%' then 'Housing'
                when lower(trim(cont_contact_source_desc)) like 'la %' then 'Local authority services'
                when lower(trim(cont_contact_source_desc)) like 'local authority%' then 'Local authority services'
                when lower(trim(cont_contact_source_desc)) like 'police%' then 'Police'
                when lower(trim(cont_contact_source_desc)) like 'other legal%' then 'Other legal agency'
                when lower(trim(cont_contact_source_desc)) = 'other' then 'Other'
                when lower(trim(cont_contact_source_desc)) like 'anonymous%' then 'Anonymous'
            end
        ) as source
    from ssd_contacts
    where cont_contact_date is not null
)
select
    received_on as event_date,
    cont_person_id as person_id,
    cont_contact_id as event_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    source as kind
from told
