/*
event = "ehcp_assessment"
title = "Outcome of the education, health and care assessment"
group = "Education"
source = "ssd_ehcp_assessment"
order = 712
about = "The day on which a plan was issued or refused, and whether exceptions to the 20 weeks apply."
*/
select
    needs.send_person_id as person_id,
    assessments.ehca_ehcp_assessment_outcome_date as on_day,
    concat_ws(
        '; ',
        coalesce(labels.label, assessments.ehca_ehcp_assessment_outcome),
        'Exceptions to the 20 weeks: ' || coalesce(exceptions.label, assessments.ehca_ehcp_assessment_exceptions)
    ) as what,
    assessments.ehca_ehcp_assessment_id as record,
    assessments.file_row
from ssd_ehcp_assessment as assessments
join ssd_ehcp_requests as requests on requests.ehcr_ehcp_request_id = assessments.ehca_ehcp_request_id
join ssd_send as needs on needs.send_table_id = requests.ehcr_send_table_id
left join code_labels as labels
    on labels.column_name = 'ehca_ehcp_assessment_outcome' and labels.code = assessments.ehca_ehcp_assessment_outcome
left join code_labels as exceptions
    on exceptions.column_name = 'ehca_ehcp_assessment_exceptions'
    and exceptions.code = assessments.ehca_ehcp_assessment_exceptions
