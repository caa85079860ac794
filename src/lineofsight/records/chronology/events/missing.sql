/*
event = "missing"
title = "Missing"
group = "Missing"
lane = "Missing"
source = "ssd_missing"
order = 600
ends = "miss_missing_episode_end_date"
about = "From when to when a child was missing or away without authorisation, and whether a return home interview was offered and accepted."
*/
select
    episodes.miss_person_id as person_id,
    episodes.miss_missing_episode_start_date as on_day,
    episodes.miss_missing_episode_end_date as until_day,
    true as lasts,
    concat_ws(
        '; ',
        coalesce(kinds.label, episodes.miss_missing_episode_type),
        'Return interview offered: ' || coalesce(offers.label, episodes.miss_missing_rhi_offered),
        'Return interview accepted: ' || coalesce(answers.label, episodes.miss_missing_rhi_accepted)
    ) as what,
    episodes.miss_table_id as record,
    episodes.file_row
from ssd_missing as episodes
left join code_labels as kinds
    on kinds.column_name = 'miss_missing_episode_type' and kinds.code = episodes.miss_missing_episode_type
left join code_labels as offers
    on offers.column_name = 'miss_missing_rhi_offered' and offers.code = episodes.miss_missing_rhi_offered
left join code_labels as answers
    on answers.column_name = 'miss_missing_rhi_accepted' and answers.code = episodes.miss_missing_rhi_accepted
