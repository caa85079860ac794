/*
event = "ehc_plan"
title = "Education, health and care plan"
group = "Education"
lane = "Education, health and care plan"
source = "ssd_ehcp_named_plan"
order = 713
ends = "ehcn_named_plan_ceased_date"
about = "An education, health and care plan, from its date until it ended."
*/
select
    needs.send_person_id as person_id,
    plans.ehcn_named_plan_start_date as on_day,
    plans.ehcn_named_plan_ceased_date as until_day,
    true as lasts,
    plans.ehcn_named_plan_id as record,
    plans.file_row
from ssd_ehcp_named_plan as plans
join ssd_ehcp_assessment as assessments on assessments.ehca_ehcp_assessment_id = plans.ehcn_ehcp_asmt_id
join ssd_ehcp_requests as requests on requests.ehcr_ehcp_request_id = assessments.ehca_ehcp_request_id
join ssd_send as needs on needs.send_table_id = requests.ehcr_send_table_id
