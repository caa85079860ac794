/*
title = "whose visit it is, by the referral"
kind = "fills"
table = "ssd_cin_visits"
column = "cinv_person_id"
needs = [
    "ssd_cin_visits.cinv_cin_plan_id",
    "ssd_cin_visits.cinv_cin_visit_date",
    "ssd_cin_episodes.cine_referral_id",
    "ssd_cin_episodes.cine_person_id",
    "ssd_cin_episodes.cine_referral_date",
]
reads = ["ssd_cin_episodes.cine_close_date"]
why = "Mosaic's visits name no child: cinv_cin_plan_id holds the referral that was open on the day of the visit. A visit outside the days of that referral is left alone, for then the number is a plan's, as its name says."
source = "data-to-insight/ssd-data-model, Mosaic populate_ssd_data_warehouse.sql, ##ssd_cin_visits"
*/
select visits.file_row, referrals.cine_person_id as value
from ssd_cin_visits as visits
join ssd_cin_episodes as referrals
    on referrals.cine_referral_id = visits.cinv_cin_plan_id
    and referrals.cine_referral_date <= visits.cinv_cin_visit_date
    and coalesce(referrals.cine_close_date, date '9999-12-31') >= visits.cinv_cin_visit_date
where not exists (
    select 1
    from read_ssd_cin_episodes as others
    where others.cine_referral_id = visits.cinv_cin_plan_id
        and others.cine_person_id <> referrals.cine_person_id
)
