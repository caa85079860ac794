/*
event = "care_leaver_now"
title = "Care leaver, as of the latest contact"
group = "Leaving care"
source = "ssd_care_leavers"
order = 502
about = "Of a young person whose history is not on record, the position now, on the day of the latest contact."
*/
with histories as (
    select distinct cles_person_id as person_id
    from los_care_leaver_statuses
)
select
    leavers.clea_person_id as person_id,
    leavers.clea_care_leaver_latest_contact as on_day,
    concat_ws(
        '; ',
        coalesce(kinds.label, leavers.clea_care_leaver_eligibility),
        coalesce(touches.label, leavers.clea_care_leaver_in_touch),
        'Accommodation: ' || nullif(concat_ws(
            ', ',
            coalesce(homes.label, leavers.clea_care_leaver_accommodation),
            lower(coalesce(suits.label, leavers.clea_care_leaver_accom_suitable))
        ), ''),
        'Activity: ' || coalesce(activities.label, leavers.clea_care_leaver_activity)
    ) as what,
    leavers.clea_table_id as record,
    leavers.clea_care_leaver_worker_id as worker,
    leavers.clea_care_leaver_allocated_team as team,
    leavers.file_row
from ssd_care_leavers as leavers
left join histories on histories.person_id = leavers.clea_person_id
left join code_labels as kinds
    on kinds.column_name = 'clea_care_leaver_eligibility' and kinds.code = leavers.clea_care_leaver_eligibility
left join code_labels as touches
    on touches.column_name = 'clea_care_leaver_in_touch' and touches.code = leavers.clea_care_leaver_in_touch
left join code_labels as homes
    on homes.column_name = 'clea_care_leaver_accommodation' and homes.code = leavers.clea_care_leaver_accommodation
left join code_labels as suits
    on suits.column_name = 'clea_care_leaver_accom_suitable' and suits.code = leavers.clea_care_leaver_accom_suitable
left join code_labels as activities
    on activities.column_name = 'clea_care_leaver_activity' and activities.code = leavers.clea_care_leaver_activity
where histories.person_id is null
