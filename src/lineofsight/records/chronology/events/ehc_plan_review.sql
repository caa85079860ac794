/*
event = "ehc_plan_review"
title = "Annual review of the education, health and care plan"
group = "Education"
source = "ssd_ehcp_active_plans"
order = 714
about = "The latest annual review; earlier ones are not on record."
*/
select
    needs.send_person_id as person_id,
    plans.ehcp_active_ehcp_last_review_date as on_day,
    plans.ehcp_active_ehcp_id as record,
    plans.file_row
from ssd_ehcp_active_plans as plans
join ssd_ehcp_requests as requests on requests.ehcr_ehcp_request_id = plans.ehcp_ehcp_request_id
join ssd_send as needs on needs.send_table_id = requests.ehcr_send_table_id
