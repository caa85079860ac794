/*
ref = "9.5"
title = "% closed children-in-need cases with early help within $within_days days of closing"
report = "monthly"
section = "Early help"
group = "Early help"
order = 950
one_row_for = "case"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "An early help episode is open on the day the case closed, or starts at most $within_days days later."
out_of = "Cases that closed, counted on day $within_days after closing: not referrals without further action, nor cases of children who had another case open that day or opened on it, were adopted or died, or went to another authority or to adult services."
good = "Families who still need somebody have somebody on the day that the social worker leaves."
why = "Cases that close into nothing come back as re-referrals."
decision = "Which families to hand over rather than close, and which teams to bring closer to early help."
source = "SSD ssd_cin_episodes and ssd_early_help_episodes; the days are local"
caveats = "Not every family needs or wants help after closing. A case counts when its days have passed, so a month's figure is about cases that closed about a month before."
example = "Closed on 1 March: counted on 29 March. Help that begins on 29 March is in, on 30 March out."
owner = "Head of early help"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_cin_episodes.cine_close_reason"]

[settings]
within_days = 28

[[benchmarks]]
comparable = "no"
why = "DfE doesn't collect early help."
*/
with closed as (
    select
        cine_referral_id as referral_id,
        cine_person_id as person_id,
        cine_close_date as closed_on
    from ssd_cin_episodes
    where cine_close_date is not null
        and cine_person_id is not null
        and not coalesce(cine_referral_nfa, false)
        and coalesce(cine_close_reason, '') not in ('RC1', 'RC2', 'RC5', 'RC6')
),
still_open as (
    select distinct closed.referral_id
    from closed
    join ssd_cin_episodes as others
        on others.cine_person_id = closed.person_id
        and others.cine_referral_id <> closed.referral_id
        and others.cine_referral_date <= closed.closed_on
        and coalesce(others.cine_close_date, date '9999-12-31') > closed.closed_on
    where not coalesce(others.cine_referral_nfa, false)
),
helped as (
    select closed.referral_id, min(episodes.earl_episode_start_date) as started_on
    from closed
    join ssd_early_help_episodes as episodes
        on episodes.earl_person_id = closed.person_id
        and coalesce(episodes.earl_episode_end_date, date '9999-12-31') > closed.closed_on
        and episodes.earl_episode_start_date <= closed.closed_on + $within_days
    group by closed.referral_id
)
select
    closed.closed_on + $within_days as event_date,
    cast(null as date) as counts_from,
    closed.person_id,
    closed.referral_id as event_id,
    helped.started_on is not null as met,
    closed.closed_on as clock_start,
    closed.closed_on + $within_days as due_on,
    helped.started_on as done_on
from closed
left join helped on helped.referral_id = closed.referral_id
left join still_open on still_open.referral_id = closed.referral_id
where still_open.referral_id is null
