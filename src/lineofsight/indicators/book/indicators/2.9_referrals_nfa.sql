/*
ref = "2.9"
title = "% of referrals that ended with no further action"
report = "monthly"
section = "Front door"
group = "Front door"
order = 219
one_row_for = "referral"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The referral ended with no further action."
out_of = "Referrals received in the window; several of one child on one day count as one."
good = "Low enough that families aren't troubled for nothing, high enough that the door is open."
why = "A referral that leads to nothing should mostly have been a contact with advice."
decision = "Whether the front door passes on too much, or assessment turns away too much."
source = "DfE, Children in need: referrals in the year that resulted in no further action"
caveats = "An empty flag is not a no further action. Where an extract says of no referral how it ended, nothing is counted."
example = "Flag set: counts. Assessed and then closed: does not, that is 2.11a."
owner = "Head of the front door"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_cin_episodes.cine_referral_outcome_json"]

[[benchmarks]]
measure = "Referrals NFA"
unit = "percent"
comparable = "yes"
why = "The same rule. DfE's is of the year to 31 March: compare the rolling year at the end of March."
*/
with referrals as (
    select
        cine_referral_id as referral_id,
        cine_person_id as person_id,
        cine_referral_date as referred_on,
        cine_referral_nfa as nfa,
        concat(
            ',',
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
                left(
                    upper(cine_referral_outcome_json),
                    strpos(concat(upper(cine_referral_outcome_json), 'COMMENTS'), 'COMMENTS') - 1
                ), ' ', ''), '"', ''), '_', ''), 'FLAG', '')
                , '{', ','), '}', ','), '[', ','), ']', ',')
                , ':YES', ''), ':TRUE', ''), ':Y', ''), ':1', ''), 'NOFURTHERACTION', 'NFA'),
            ','
        ) as outcomes,
        row_number() over (partition by cine_person_id, cine_referral_date order by cine_referral_id) as place
    from ssd_cin_episodes
    where cine_referral_date is not null
),
recorded as (
    select count(cine_referral_nfa) + count(cine_referral_outcome_json) as answers
    from ssd_cin_episodes
)
select
    referrals.referred_on as event_date,
    referrals.person_id,
    referrals.referral_id as event_id,
    coalesce(referrals.nfa, referrals.outcomes like '%,NFA,%') as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from referrals
cross join recorded
where referrals.place = 1
    and recorded.answers > 0
