/*
event = "ehcp_request"
title = "Request for an education, health and care assessment"
group = "Education"
source = "ssd_ehcp_requests"
order = 710
ends = "ehcr_ehcp_req_outcome_date"
about = "A request for an assessment, until whoever asked was told of the decision."
*/
select
    needs.send_person_id as person_id,
    requests.ehcr_ehcp_req_date as on_day,
    requests.ehcr_ehcp_req_outcome_date as until_day,
    true as lasts,
    requests.ehcr_ehcp_request_id as record,
    requests.file_row
from ssd_ehcp_requests as requests
join ssd_send as needs on needs.send_table_id = requests.ehcr_send_table_id
