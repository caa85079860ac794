/*
ref = "2.7"
title = "% of referrals within 12 months of an earlier referral"
report = "monthly"
section = "Front door"
group = "Front door"
order = 217
one_row_for = "referral"
unit = "percent"
better = "lower"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The same child was referred before, on an earlier day at most $within_months months before."
out_of = "Referrals received in the window; several of one child on one day count as one."
good = "Few children come back, because what was done the first time helped. Never none: families change."
why = "A child who comes back soon may have been sent away too soon."
decision = "Which closed cases and which no further actions to audit."
source = "DfE, Children in need: referrals within 12 months of a previous referral, from referral to referral, all repeats counted"
caveats = "An earlier referral that ended with no further action counts as one. Referrals to other councils are not seen, and those older than the extract aren't either."
example = "Referred on 15 March 2022 and on 15 March 2023: a re-referral. On 14 March 2022: more than 12 months before, not one."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[settings]
within_months = 12

[[benchmarks]]
measure = "Re-referrals within 12 months"
unit = "percent"
comparable = "yes"
why = "The same rule. DfE's is of the year to 31 March: compare the rolling year at the end of March."
*/
with referrals as (
    select
        cine_referral_id as referral_id,
        cine_person_id as person_id,
        cine_referral_date as referred_on,
        row_number() over (partition by cine_person_id, cine_referral_date order by cine_referral_id) as place
    from ssd_cin_episodes
    where cine_referral_date is not null
),
followed as (
    select
        referral_id,
        person_id,
        referred_on,
        lag(referred_on) over (partition by person_id order by referred_on) as one_before
    from referrals
    where place = 1
)
select
    referred_on as event_date,
    person_id,
    referral_id as event_id,
    coalesce(one_before >= referred_on - interval '$within_months' month, false) as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from followed
