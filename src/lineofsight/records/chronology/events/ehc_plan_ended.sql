/*
event = "ehc_plan_ended"
title = "Education, health and care plan ended"
group = "Education"
source = "ssd_ehcp_named_plan"
order = 823
about = "The day on which an education, health and care plan ended, and why."
*/
select
    needs.send_person_id as person_id,
    plans.ehcn_named_plan_ceased_date as on_day,
    'Reason: ' || coalesce(reasons.label, plans.ehcn_named_plan_ceased_reason) as what,
    plans.ehcn_named_plan_id as record,
    plans.file_row
from ssd_ehcp_named_plan as plans
join ssd_ehcp_assessment as assessments on assessments.ehca_ehcp_assessment_id = plans.ehcn_ehcp_asmt_id
join ssd_ehcp_requests as requests on requests.ehcr_ehcp_request_id = assessments.ehca_ehcp_request_id
join ssd_send as needs on needs.send_table_id = requests.ehcr_send_table_id
left join code_labels as reasons
    on reasons.column_name = 'ehcn_named_plan_ceased_reason' and reasons.code = plans.ehcn_named_plan_ceased_reason
