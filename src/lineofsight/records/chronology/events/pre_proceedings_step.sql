/*
event = "pre_proceedings_step"
title = "Step in pre-proceedings"
group = "Legal"
source = "ssd_pre_proceedings"
order = 434
about = "Each dated step of pre-proceedings: the decision to start, the letters, the first meeting, and the decision to step down or to issue."
*/
with steps as (
    select
        prep_person_id, prep_table_id, file_row, prep_pre_pro_decision_date as on_day,
        'Decision to start' as what, prep_legal_gateway_outcome as gateway, null as outcome
    from ssd_pre_proceedings
    union all
    select prep_person_id, prep_table_id, file_row, prep_pre_pro_letter_date, 'Letter before proceedings sent', null, null
    from ssd_pre_proceedings
    union all
    select prep_person_id, prep_table_id, file_row, prep_initial_pre_pro_meeting_date, 'First meeting', null, null
    from ssd_pre_proceedings
    union all
    select
        prep_person_id, prep_table_id, file_row, prep_agree_stepdown_issue_date,
        'Decision to step down or to issue', null, prep_pre_pro_outcome
    from ssd_pre_proceedings
    union all
    select prep_person_id, prep_table_id, file_row, prep_care_pro_letter_date, 'Letter of issue sent', null, null
    from ssd_pre_proceedings
)
select
    steps.prep_person_id as person_id,
    steps.on_day,
    concat_ws(
        '; ', steps.what, 'Panel: ' || coalesce(gateways.label, steps.gateway),
        'Outcome: ' || coalesce(results.label, steps.outcome)
    ) as what,
    steps.prep_table_id as record,
    steps.file_row
from steps
left join code_labels as gateways
    on gateways.column_name = 'prep_legal_gateway_outcome' and gateways.code = steps.gateway
left join code_labels as results on results.column_name = 'prep_pre_pro_outcome' and results.code = steps.outcome
