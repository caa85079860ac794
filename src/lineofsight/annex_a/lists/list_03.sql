/*
list = 3
who = "Referrals received in the window, with those that ended with no further action. Team and worker are those that dealt with the referral."
unclear = [
    "The number of referrals is that of the child in the $count_months months before this one, this one not counted: the heading leaves it open.",
    "Team and worker could be today's instead of the referral's.",
]
of = ["ssd_cin_episodes.cine_person_id", "ssd_cin_episodes.cine_referral_date"]
reads_if_there = ["ssd_cin_episodes.cine_referral_id"]
source = "SSD ssd_cin_episodes"
order = ["date_of_referral"]

[needs]
referral_source = ["ssd_cin_episodes.cine_referral_source_code"]
referral_nfa = ["ssd_cin_episodes.cine_referral_nfa"]
referrals_in_12_months = ["ssd_cin_episodes.cine_referral_date"]
allocated_team = ["ssd_cin_episodes.cine_referral_team"]
allocated_worker = ["ssd_cin_episodes.cine_referral_worker_id"]

[looks_back]
referrals_in_12_months = 18

[settings]
count_months = 12
*/
with before as (
    select
        referrals.cine_person_id as person_id,
        referrals.cine_referral_date as referred_on,
        count(distinct earlier.cine_referral_id) as referrals
    from ssd_cin_episodes as referrals
    join ssd_cin_episodes as earlier
        on earlier.cine_person_id = referrals.cine_person_id
        and earlier.cine_referral_date < referrals.cine_referral_date
        and earlier.cine_referral_date >= referrals.cine_referral_date - interval '$count_months' month
    group by referrals.cine_person_id, referrals.cine_referral_date
)
select
    referrals.cine_person_id as person_id,
    referrals.cine_referral_id as record,
    referrals.cine_referral_date as date_of_referral,
    referrals.cine_referral_source_code as referral_source,
    case when referrals.cine_referral_nfa then 'Y' when not referrals.cine_referral_nfa then 'N' else 'U' end
        as referral_nfa,
    coalesce(before.referrals, 0) as referrals_in_12_months,
    referrals.cine_referral_team as team_id,
    referrals.cine_referral_worker_id as worker_id
from ssd_cin_episodes as referrals
cross join as_at
left join before
    on before.person_id = referrals.cine_person_id
    and before.referred_on = referrals.cine_referral_date
where referrals.cine_person_id is not null
    and referrals.cine_referral_date <= as_at.as_at
    and referrals.cine_referral_date > as_at.as_at - interval '$months' month
