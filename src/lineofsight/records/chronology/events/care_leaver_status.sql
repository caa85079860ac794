/*
event = "care_leaver_status"
title = "Care leaver"
group = "Leaving care"
lane = "Care leaver"
source = "los_care_leaver_statuses"
order = 500
ends = "cles_valid_to"
about = "What a care leaver was entitled to, whether the authority was in touch, where the young person lived and what they did, from when to when."
*/
select
    statuses.cles_person_id as person_id,
    statuses.cles_valid_from as on_day,
    statuses.cles_valid_to as until_day,
    true as lasts,
    concat_ws(
        '; ',
        coalesce(kinds.label, statuses.cles_eligibility),
        coalesce(touches.label, statuses.cles_in_touch),
        'Accommodation: ' || nullif(concat_ws(
            ', ',
            coalesce(homes.label, statuses.cles_accommodation),
            lower(coalesce(suits.label, statuses.cles_accom_suitable))
        ), ''),
        'Activity: ' || coalesce(activities.label, statuses.cles_activity)
    ) as what,
    statuses.cles_status_id as record,
    statuses.file_row
from los_care_leaver_statuses as statuses
left join code_labels as kinds on kinds.column_name = 'cles_eligibility' and kinds.code = statuses.cles_eligibility
left join code_labels as touches on touches.column_name = 'cles_in_touch' and touches.code = statuses.cles_in_touch
left join code_labels as homes on homes.column_name = 'cles_accommodation' and homes.code = statuses.cles_accommodation
left join code_labels as suits on suits.column_name = 'cles_accom_suitable' and suits.code = statuses.cles_accom_suitable
left join code_labels as activities
    on activities.column_name = 'cles_activity' and activities.code = statuses.cles_activity
