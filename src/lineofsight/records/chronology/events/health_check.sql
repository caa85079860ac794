/*
event = "health_check"
title = "Health check"
group = "Health"
source = "ssd_cla_health"
order = 700
about = "A check of the health of a child in our care: its kind and status. It may be planned."
*/
select
    checks.clah_person_id as person_id,
    checks.clah_health_check_date as on_day,
    concat_ws('; ', coalesce(kinds.label, checks.clah_health_check_type), checks.clah_health_check_status) as what,
    checks.clah_health_check_id as record,
    checks.file_row
from ssd_cla_health as checks
left join code_labels as kinds
    on kinds.column_name = 'clah_health_check_type' and kinds.code = checks.clah_health_check_type
