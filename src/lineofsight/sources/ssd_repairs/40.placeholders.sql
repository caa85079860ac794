/*
title = "the placeholder SSD_PH"
kind = "empties"
columns = [
    "ssd_person.pers_sex",
    "ssd_person.pers_upn_unknown",
    "ssd_early_help_episodes.earl_episode_worker_id",
    "ssd_sdq_scores.csdq_sdq_reason",
    "ssd_linked_identifiers.link_person_id",
    "ssd_linked_identifiers.link_identifier_type",
    "ssd_linked_identifiers.link_identifier_value",
    "ssd_send.send_upn",
    "ssd_send.send_uln",
    "ssd_send.send_upn_unknown",
    "ssd_s251_finance.s251_cla_placement_id",
    "ssd_voice_of_child.voch_person_id",
    "ssd_pre_proceedings.prep_person_id",
    "ssd_ehcp_requests.ehcr_send_table_id",
    "ssd_ehcp_named_plan.ehcn_ehcp_asmt_id",
]
why = "Extracts write this text where nothing is held yet. Read as it stands it would be a worker, a reason, a pupil or a child."
source = "data-to-insight/ssd-data-model, SystemC versions 1.0 to 1.4.9"

[settings]
placeholder = "SSD_PH"
*/
select file_row
from repaired_table
where repaired_column = $placeholder
