/*
event = "health_assessment"
title = "Health assessment"
group = "Health"
source = "los_health_assessments"
order = 701
about = "The days on which a health assessment of a child in our care was asked for, carried out and reported."
*/
with steps as (
    select heas_person_id, heas_assessment_id, heas_kind, file_row, heas_requested_date as on_day, 'Asked for' as what
    from los_health_assessments
    union all
    select heas_person_id, heas_assessment_id, heas_kind, file_row, heas_assessment_date, 'Carried out'
    from los_health_assessments
    union all
    select heas_person_id, heas_assessment_id, heas_kind, file_row, heas_report_date, 'Report received'
    from los_health_assessments
)
select
    steps.heas_person_id as person_id,
    steps.on_day,
    concat_ws('; ', steps.what, coalesce(kinds.label, steps.heas_kind)) as what,
    steps.heas_assessment_id as record,
    steps.file_row
from steps
left join code_labels as kinds on kinds.column_name = 'heas_kind' and kinds.code = steps.heas_kind
