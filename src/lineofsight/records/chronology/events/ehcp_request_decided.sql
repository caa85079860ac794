/*
event = "ehcp_request_decided"
title = "Decision on the request for an education, health and care assessment"
group = "Education"
source = "ssd_ehcp_requests"
order = 711
about = "The day on which whoever asked for an assessment was told of the decision."
*/
select
    needs.send_person_id as person_id,
    requests.ehcr_ehcp_req_outcome_date as on_day,
    coalesce(labels.label, requests.ehcr_ehcp_req_outcome) as what,
    requests.ehcr_ehcp_request_id as record,
    requests.file_row
from ssd_ehcp_requests as requests
join ssd_send as needs on needs.send_table_id = requests.ehcr_send_table_id
left join code_labels as labels
    on labels.column_name = 'ehcr_ehcp_req_outcome' and labels.code = requests.ehcr_ehcp_req_outcome
