/*
title = "whose worker it is, by the referral"
kind = "fills"
table = "ssd_involvements"
column = "invo_person_id"
needs = ["ssd_involvements.invo_referral_id", "ssd_cin_episodes.cine_referral_id", "ssd_cin_episodes.cine_person_id"]
why = "Mosaic's involvements name the referral and no child. One that spans no referral names neither, and stays nobody's."
source = "data-to-insight/ssd-data-model, Mosaic populate_ssd_data_warehouse.sql, ##ssd_involvements"
*/
select involvements.file_row, referrals.cine_person_id as value
from ssd_involvements as involvements
join read_ssd_cin_episodes as referrals on referrals.cine_referral_id = involvements.invo_referral_id
