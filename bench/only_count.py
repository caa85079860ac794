"""How fast can the 17 indicators be counted if only the count is wanted? All months at once, in DuckDB SQL.

A baseline to measure the engine against and an oracle for its figures: it shares no code with the engine.
No evidence is kept. The months in which something is true of a child are one whole number, a bit for each
month (bit 0 is the first reporting month): a row of a table becomes such a set of months,
    the rows of one child
are joined with bit_or, cohorts are intersections, and a child is spread over months only to be counted.

    python bench/only_count.py EXTRACT_FOLDER OUT.csv --months 36 --from csv --extracted-on 2023-03-31

Output: ref,month,window,dimension,member,numerator,denominator (counts have no denominator).
"""

import argparse
import csv
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb
import holidays

MOST_MONTHS_IN_A_SET = 60  # a set of months is a BIGINT
YEARS_OF_CALENDAR_BEFORE = 3  # what began earlier can't be inside any window of the first month

# kind of column -> SQL. "happened" drops dates after the extract; "ends" puts an open end far away, so that
# no join needs an OR.
KINDS = {
    "text": "nullif(trim({column}::varchar), '')",
    "code": "nullif(upper(regexp_extract({column}::varchar, '^\\s*([A-Za-z0-9]+)', 1)), '')",
    "flag": "coalesce(lower(trim({column}::varchar)) in ('y', 'yes', '1', 'true', 't'), false)",
    "born": "nullif({day}, date '1900-01-01')",
    "happened": """case when {day} <> date '1900-01-01' and {day} <= getvariable('extracted_on')
                        then {day} end""",
    "ends": "coalesce(nullif({day}, date '1900-01-01'), date '9999-12-31')",
}

# name here: (SSD table, rows kept, {column here: (SSD column, kind)}). Rows without a date need no filter
# where they are only joined to the calendar or made into sets: no date, no set, and bit_or passes over it.
TABLES = {
    "people": ("ssd_person", "person is not null", {
        "person": ("pers_person_id", "text"), "born": ("pers_dob", "born"),
        "gender": ("pers_gender", "code"), "ethnicity": ("pers_ethnicity", "code"),
    }),
    "disabilities": ("ssd_disability", "person is not null and code is not null", {
        "person": ("disa_person_id", "text"), "code": ("disa_disability_code", "code"),
    }),
    "involvements": ("ssd_involvements", "person is not null and starts is not null and role = 'CW'", {
        "record": ("invo_involvements_id", "text"), "person": ("invo_person_id", "text"),
        "role": ("invo_professional_role_id", "code"), "team": ("invo_professional_team", "text"),
        "starts": ("invo_involvement_start_date", "happened"), "ends": ("invo_involvement_end_date", "ends"),
    }),
    "referrals": ("ssd_cin_episodes", "person is not null and starts is not null", {
        "record": ("cine_referral_id", "text"), "person": ("cine_person_id", "text"),
        "starts": ("cine_referral_date", "happened"), "ends": ("cine_close_date", "ends"),
        "need": ("cine_cin_primary_need_code", "code"), "nfa": ("cine_referral_nfa", "flag"),
    }),
    "oversights": ("los_management_oversight", "true", {
        "person": ("mano_person_id", "text"), "happened": ("mano_oversight_date", "happened"),
    }),
    "contacts": ("ssd_contacts", "person is not null", {
        "record": ("cont_contact_id", "text"), "person": ("cont_person_id", "text"),
        "happened": ("cont_contact_date", "happened"),
    }),
    "decisions": ("los_contact_decisions", "true", {
        "record": ("cond_contact_id", "text"), "decided": ("cond_decision_date", "happened"),
    }),
    "assessments": ("ssd_cin_assessments", "person is not null and happened is not null", {
        "record": ("cina_assessment_id", "text"), "person": ("cina_person_id", "text"),
        "referral": ("cina_referral_id", "text"), "starts": ("cina_assessment_start_date", "happened"),
        "happened": ("cina_assessment_auth_date", "happened"), "nfa": ("cina_assessment_outcome_nfa", "flag"),
    }),
    "cin_plans": ("ssd_cin_plans", "person is not null and starts is not null", {
        "person": ("cinp_person_id", "text"),
        "starts": ("cinp_cin_plan_start_date", "happened"), "ends": ("cinp_cin_plan_end_date", "ends"),
    }),
    "cin_reviews": ("los_cin_plan_reviews", "true", {
        "person": ("cipr_person_id", "text"), "happened": ("cipr_review_date", "happened"),
    }),
    "cin_visits": ("ssd_cin_visits", "seen", {
        "person": ("cinv_person_id", "text"), "happened": ("cinv_cin_visit_date", "happened"),
        "seen": ("cinv_cin_visit_seen", "flag"),
    }),
    "cp_plans": ("ssd_cp_plans", "person is not null and starts is not null and not other_authority", {
        "record": ("cppl_cp_plan_id", "text"), "person": ("cppl_person_id", "text"),
        "conference": ("cppl_icpc_id", "text"), "starts": ("cppl_cp_plan_start_date", "happened"),
        "ends": ("cppl_cp_plan_end_date", "ends"), "other_authority": ("cppl_cp_plan_ola", "flag"),
    }),
    "conferences": ("ssd_initial_cp_conference", "held is not null", {
        "record": ("icpc_icpc_id", "text"), "plan": ("icpc_cp_plan_id", "text"),
        "held": ("icpc_icpc_date", "happened"),
    }),
    "cp_reviews": ("ssd_cp_reviews", "plan is not null and happened is not null", {
        "plan": ("cppr_cp_plan_id", "text"), "happened": ("cppr_cp_review_date", "happened"),
    }),
    "cp_visits": ("ssd_cp_visits", "seen", {
        "person": ("cppv_person_id", "text"), "happened": ("cppv_cp_visit_date", "happened"),
        "seen": ("cppv_cp_visit_seen", "flag"),
    }),
    "episodes": ("ssd_cla_episodes", "person is not null and starts is not null", {
        "person": ("clae_person_id", "text"), "cla_id": ("clae_cla_id", "text"),
        "starts": ("clae_cla_episode_start_date", "happened"),
        "ends": ("clae_cla_episode_ceased_date", "ends"), "entered": ("clae_entered_care_date", "happened"),
    }),
    "short_breaks": ("ssd_legal_status", "code in ('V3', 'V4') and starts is not null", {
        "person": ("lega_person_id", "text"), "code": ("lega_legal_status", "code"),
        "starts": ("lega_legal_status_start_date", "happened"),
        "ends": ("lega_legal_status_end_date", "ends"),
    }),
    "cla_reviews": ("ssd_cla_reviews", "cla_id is not null and happened is not null and not cancelled", {
        "cla_id": ("clar_cla_id", "text"), "happened": ("clar_cla_review_date", "happened"),
        "cancelled": ("clar_cla_review_cancelled", "flag"),
    }),
    "cla_visits": ("ssd_cla_visits", "seen", {
        "person": ("clav_person_id", "text"), "happened": ("clav_cla_visit_date", "happened"),
        "seen": ("clav_cla_visit_seen", "flag"),
    }),
    "leavers": ("los_care_leaver_statuses", "person is not null and starts is not null", {
        "record": ("cles_status_id", "text"), "person": ("cles_person_id", "text"),
        "starts": ("cles_valid_from", "happened"), "ends": ("cles_valid_to", "ends"),
        "eligibility": ("cles_eligibility", "text"), "in_touch": ("cles_in_touch", "text"),
        "contact": ("cles_latest_contact", "happened"), "suitable": ("cles_accom_suitable", "code"),
        "activity": ("cles_activity", "code"),
    }),
}  # fmt: skip
MAY_BE_ABSENT = {
    "cine_referral_nfa",
    "cina_assessment_outcome_nfa",
    "cppl_cp_plan_ola",
    "clar_cla_review_cancelled",
}
USED_ONCE = {
    "oversights",
    "contacts",
    "decisions",
    "cin_plans",
    "cin_reviews",
    "cin_visits",
    "cp_visits",
    "cla_visits",
}
USED_ONCE |= {"cla_reviews", "cp_reviews", "people", "disabilities"}

MACROS = """
create or replace macro month_number(day) as year(day) * 12 + month(day) - getvariable('first_month');
-- the months that ended before a day; no day, no set (least and greatest would pass over an empty day)
create or replace macro before(day) as case when day is not null
    then (1::bigint << least(greatest(month_number(day), 0), getvariable('months'))::bigint) - 1 end;
create or replace macro from_to(starts, ends) as before(ends) & ~before(starts);
create or replace macro in_last_days(day, days) as before((day + days)::date) & ~before(day);
-- 29 February comes on 1 March in years without it
create or replace macro birthday(born, age) as (born + to_years(age))::date
    + case when month(born) = 2 and day(born) = 29 and day(born + to_years(age)) = 28 then 1 else 0 end;
create or replace macro ethnicity_group(code) as case
    when code in ('WBRI', 'WIRI', 'WIRT', 'WROM', 'WOTH') then 'white'
    when code in ('MWBC', 'MWBA', 'MWAS', 'MOTH') then 'mixed'
    when code in ('AIND', 'APKN', 'ABAN', 'AOTH', 'CHNE') then 'asian'
    when code in ('BCRB', 'BAFR', 'BOTH') then 'black'
    when code = 'OOTH' then 'other' else 'not known' end;
create or replace macro gender_of(code) as case
    when code in ('01', 'M', 'MALE') then 'male' when code in ('02', 'F', 'FEMALE') then 'female'
    when code = '09' then 'self-described' else 'not known' end;
"""

# A row for each day, with the months whose windows it is in and the working days that follow it.
CALENDAR = """
create or replace temp table as_at as
with months as (
    select m,
        last_day(date '2000-01-01' + to_months((m + getvariable('first_month') - 24001)::integer)) as d
    from (select unnest(range(-14, getvariable('months') + 14)) as m))
select m, d, (d - interval 3 month)::date as d3, (d - interval 12 month)::date as d12,
       m between 0 and getvariable('months') - 1 as reported
from months;

create or replace temp table working_days as
with days as (
    select
        unnest(range(getvariable('first_day'), getvariable('extracted_on') + 500, interval 1 day))::date
            as day)
select day, count(*) filter (isodow(day) < 6 and not list_contains(getvariable('bank_holidays'), day))
            over (order by day) as running
from days;

create or replace temp table calendar as
with nth as (select running, min(day) as day from working_days group by running),
sets as (
    select w.day, bit_or(case when a.reported and a.d3 < w.day then 1::bigint << a.m else 0 end) as months3,
        bit_or(case when a.reported and a.d12 < w.day then 1::bigint << a.m else 0 end) as months12,
        bit_or(case when a.reported and e.running - w.running <= 10 then 1::bigint << a.m else 0 end)
            as visit10,
        max(case when a.d12 < w.day then a.m end) as last_of_year
    from working_days as w cross join as_at as a left join working_days as e on e.day = a.d
    group by w.day)
select s.day, s.months3, s.months12, s.visit10, s.last_of_year,
       second.day as second, twentieth.day as twentieth, forty_sixth.day as forty_sixth
from sets as s
join working_days as w on w.day = s.day
left join nth as second on second.running = w.running + 2
left join nth as twentieth on twentieth.running = w.running + 20
left join nth as forty_sixth on forty_sixth.running = w.running + 46
where s.day < getvariable('extracted_on') + 400;
"""

# Sets of months for each child. calendar.months3 and months12: the months whose D minus 3 (12) months is
# before the day; visit10: the months whose D is at most 10 working days after it.
SETS = """
create or replace temp table referral_months as
select person, record, starts, ends, need, from_to(starts, ends) as months
from referrals where not nfa;

create or replace temp table cw_months as
select person, team, months & ~coalesce(bit_or(months) over later, 0) as months
from (select *, from_to(starts, ends) as months from involvements) as i
window later as (partition by person order by starts desc, record desc nulls last
                 rows between unbounded preceding and 1 preceding);

create or replace temp table need_months as
select person, need, months & ~coalesce(bit_or(months) over later, 0) as months
from referral_months
window later as (partition by person order by starts desc, record desc nulls last
                 rows between unbounded preceding and 1 preceding);

create or replace temp table cp_plan_months as
with first_choice as (select record, min(held) as held from conferences group by record),
second_choice as (select plan, min(held) as held from conferences where plan is not null group by plan),
plans as (
    select p.person, p.record, p.starts, from_to(p.starts, p.ends) as months,
           coalesce(f.held, s.held, p.starts) as conference_on
    from cp_plans as p
    left join first_choice as f on f.record = p.conference
    left join second_choice as s on s.plan = p.record)
select *, months & ~coalesce(bit_or(months) over earlier, 0) as earliest
from plans
window earlier as (partition by person order by starts, record nulls first
                   rows between unbounded preceding and 1 preceding);

-- each interval between reviews: the review before, when the next fell due, when it was held (empty: not yet)
create or replace temp table cp_late as
with held as (
    select r.plan, r.happened, lag(r.happened) over (partition by r.plan order by r.happened) as previous
    from cp_reviews as r),
intervals as (
    select plan, previous, happened from held
    union all
    select p.record as plan, max(h.happened) as previous, null as happened
    from cp_plan_months as p left join held as h on h.plan = p.record group by p.record),
due as (
    select i.plan, i.previous, coalesce(i.happened, date '9999-12-31') as held,
           coalesce((i.previous + interval 6 month)::date, (p.conference_on + interval 3 month)::date) as due
    from intervals as i join cp_plan_months as p on p.record = i.plan)
select plan, bit_or(
    case when held > due then getvariable('all_months') & ~before(held) else 0 end
    | (before(held) & ~before(due + 1) & ~before(coalesce(previous, date '1900-01-01')))) as months
from due group by plan;

create or replace temp table cp_months as
select p.person, bit_or(p.months) as on_plan, bit_or(p.earliest & ~coalesce(c.months3, 0)) as reviewable,
       bit_or(p.earliest & ~coalesce(c.months3, 0) & ~coalesce(l.months, 0)) as reviewed
from cp_plan_months as p
left join calendar as c on c.day = p.starts
left join cp_late as l on l.plan = p.record
group by p.person;

create or replace temp table case_months as
select person, bit_or(months) as open, bit_or(from_to((starts + 56)::date, ends)) as open_8_weeks
from referral_months group by person;

create or replace temp table assessed_months as
select a.person, bit_or(c.months12 & ~before(a.happened)) as in_year
from assessments as a join calendar as c on c.day = a.happened group by a.person;

create or replace temp table assessed_since_opening as
select a.person, bit_or(from_to(a.happened, r.ends)) as months
from assessments as a join referral_months as r on r.person = a.person and r.starts <= a.happened
where not a.nfa and r.months <> 0 group by a.person;

-- 3.2: no review is needed where every open plan began in the last 3 months
create or replace temp table cin_plan_months as
select p.person, bit_or(from_to(p.starts, p.ends)) as open,
       bit_or(before(p.ends) & ~coalesce(c.months3, 0)) as open_3_months
from cin_plans as p left join calendar as c on c.day = p.starts group by p.person;

create or replace temp table cin_review_months as
select r.person, bit_or(c.months3 & ~before(r.happened)) as months
from cin_reviews as r join calendar as c on c.day = r.happened group by r.person;

create or replace temp table oversight_months as
select person, bit_or(in_last_days(happened, 56)) as months from oversights group by person;

create or replace temp table cin_visit_months as
select person, bit_or(in_last_days(happened, 28)) as months from cin_visits group by person;

create or replace temp table cla_visit_months as
select person, bit_or(in_last_days(happened, 42)) as months from cla_visits group by person;

create or replace temp table cp_visit_months as
select v.person, bit_or(c.visit10 & ~before(v.happened)) as months
from cp_visits as v join calendar as c on c.day = v.happened group by v.person;

create or replace temp table leaver_months as
with contacts as (
    select l.person, bit_or(c.months12 & ~before(l.contact)) as months
    from leavers as l join calendar as c on c.day = l.contact group by l.person),
current_status as (
    select *, months & ~coalesce(bit_or(months) over later, 0) as latest
    from (select *, from_to(starts, ends) as months from leavers) as s
    window later as (partition by person order by starts desc, record desc nulls last
                     rows between unbounded preceding and 1 preceding))
select s.person, bit_or(s.latest) as leaver,
    bit_or(case when upper(regexp_extract(s.in_touch, '^\\s*([A-Za-z0-9]+)', 1)) in ('YES', 'Y', '1', 'TRUE')
                  or lower(s.in_touch) like 'in touch%'
           then s.latest & coalesce(c.months, 0) else 0 end) as in_touch,
    bit_or(case when upper(regexp_extract(s.in_touch, '^\\s*([A-Za-z0-9]+)', 1)) in ('YES', 'Y', '1', 'TRUE')
                  or lower(s.in_touch) like 'in touch%'
           then s.latest & coalesce(before(s.contact), 0) & ~coalesce(c.months, 0) else 0 end) as known_later,
    bit_or(case when s.activity in ('F1', 'P1', 'F2', 'P2', 'F4', 'P4', 'F5', 'P5') then s.latest else 0 end)
        as active,
    bit_or(case when s.suitable in ('1', 'Y', 'YES', 'TRUE', 'SUITABLE') then s.latest else 0 end) as suitable
from current_status as s left join contacts as c on c.person = s.person
where regexp_matches(s.eligibility, '^\\s*(?:[a-z]\\)\\s*)?(?:former\\s+relevant|relevant|qualifying)', 'i')
    and coalesce(upper(trim(s.in_touch)), '') <> 'DIED'
group by s.person;

create or replace temp table care_months as
select person, bit_or(from_to(starts, ends)) as in_care from episodes group by person;

create or replace temp table short_break_months as
select person, bit_or(from_to(starts, ends)) as months from short_breaks group by person;
"""

# 5.18 by the same means: a period of care is a chain of intervals, each with a due date, perhaps a review.
CARE_REVIEWS = """
create or replace temp table periods as
select row_number() over () as period, e.person, e.entered,
       least(max(e.ends), coalesce(max(birthday(p.born, 18)), date '9999-12-31')) as ended
from episodes as e left join people as p on p.person = e.person
where e.entered is not null group by e.person, e.entered;

create or replace temp table period_reviews as
select distinct p.period, r.happened
from (select distinct person, entered, cla_id from episodes where entered is not null) as e
join periods as p on p.person = e.person and p.entered = e.entered
join cla_reviews as r on r.cla_id = e.cla_id
where r.happened >= p.entered and r.happened <= p.ended;

create or replace temp table review_intervals as
with held as (
    select period, happened, row_number() over chain as place, lag(happened) over chain as previous
    from period_reviews window chain as (partition by period order by happened)),
intervals as (
    select period, place, previous, happened from held
    union all
    select p.period, count(h.happened) + 1 as place, max(h.happened) as previous, null as happened
    from periods as p left join held as h on h.period = p.period group by p.period)
select i.period, p.entered, p.ended, coalesce(i.previous, p.entered) as previous, i.happened,
       case i.place when 1 then coalesce(c.twentieth, p.entered + 28)
                    when 2 then (i.previous + interval 3 month)::date
                    else (i.previous + interval 6 month)::date end as due
from intervals as i join periods as p on p.period = i.period left join calendar as c on c.day = p.entered;

create or replace temp table period_months as
with sets as (
    select i.period,
        coalesce(h.months12 & ~before(i.happened), 0) as held_in_year,
        case when i.due < i.ended
             then coalesce(d.months12, 0) & ~before(i.due) & ~before(i.previous) else 0 end as due_in_year,
        case when i.due < i.ended
             then coalesce(before(i.happened), getvariable('all_months')) & ~before(i.due + 1)
                  & ~before(i.previous) else 0 end as overdue,
        case when i.due < i.ended and i.happened > i.due
             then coalesce(d.months12, 0) & ~before(i.happened) else 0 end as late
    from review_intervals as i
    left join calendar as h on h.day = i.happened
    left join calendar as d on d.day = i.due)
select period, bit_or(held_in_year | due_in_year | overdue) as counted, bit_or(overdue | late) as missed
from sets group by period;

-- short breaks on the last day up to D: D itself while the period runs, else the day before it ended
create or replace temp table short_break_at_end as
select distinct p.period
from periods as p join short_breaks as s on s.person = p.person
where s.starts <= p.ended - 1 and s.ends > p.ended - 1;

create or replace temp table care_review_months as
with kept as (
    select p.person, m.missed,
        m.counted & coalesce(c.months12, before(p.ended)) & ~before(p.entered)
        & ~(coalesce(b.months, 0) & before(p.ended))
        & (case when e.period is null then getvariable('all_months') else before(p.ended) end) as counted
    from periods as p
    join period_months as m on m.period = p.period
    left join calendar as c on c.day = p.ended
    left join short_break_months as b on b.person = p.person
    left join short_break_at_end as e on e.period = p.period)
select person, bit_or(counted) as counted, bit_or(counted & missed) as missed from kept group by person;
"""

CHILDREN = """
create or replace temp table characteristics as
select person, any_value(born) as born, gender_of(any_value(gender)) as gender,
       ethnicity_group(any_value(ethnicity)) as ethnicity_group
from people group by person;

create or replace temp table child as
with everyone as (
    select person from case_months union select person from cp_months union select person from care_months
    union select person from leaver_months union select person from cw_months),
sets as (
    select e.person, p.born, coalesce(p.gender, 'not known') as gender,
        coalesce(p.ethnicity_group, 'not known') as ethnicity_group,
        coalesce(c.open, 0) as open, coalesce(c.open_8_weeks, 0) as open_8_weeks,
        coalesce(o.months, 0) as overseen, coalesce(cp.on_plan, 0) as on_plan,
        coalesce(cp.reviewable, 0) as reviewable, coalesce(cp.reviewed, 0) as reviewed,
        coalesce(a.months, 0) as allocated, coalesce(cv.months, 0) as cin_visited,
        coalesce(cpv.months, 0) as cp_visited, coalesce(lv.months, 0) as cla_visited,
        coalesce(pl.open, 0) as with_plan, coalesce(pl.open_3_months, 0) as with_old_plan,
        coalesce(rv.months, 0) as cin_reviewed, coalesce(ay.in_year, 0) as assessed_in_year,
        coalesce(ao.months, 0) as assessed,
        coalesce(cr.counted, 0) as counted, coalesce(cr.missed, 0) as missed,
        coalesce(ca.in_care, 0) & ~coalesce(sb.months, 0)
            & coalesce(before(birthday(p.born, 18)), getvariable('all_months')) as looked_after,
        coalesce(l.leaver, 0)
            & coalesce(from_to(birthday(p.born, 17), birthday(p.born, 22)), 0) as leaver_17_to_21,
        l.in_touch, coalesce(l.known_later, 0) as known_later, l.active, l.suitable
    from everyone as e
    left join characteristics as p on p.person = e.person
    left join case_months as c on c.person = e.person
    left join oversight_months as o on o.person = e.person
    left join cp_months as cp on cp.person = e.person
    left join (select person, bit_or(months) as months from cw_months group by person) as a
        on a.person = e.person
    left join cin_visit_months as cv on cv.person = e.person
    left join cp_visit_months as cpv on cpv.person = e.person
    left join cla_visit_months as lv on lv.person = e.person
    left join cin_plan_months as pl on pl.person = e.person
    left join cin_review_months as rv on rv.person = e.person
    left join assessed_months as ay on ay.person = e.person
    left join assessed_since_opening as ao on ao.person = e.person
    left join care_review_months as cr on cr.person = e.person
    left join care_months as ca on ca.person = e.person
    left join short_break_months as sb on sb.person = e.person
    left join leaver_months as l on l.person = e.person),
leavers as (select *, leaver_17_to_21 & ~looked_after as leaver from sets),
rest as (select *, open & ~on_plan & ~looked_after & ~leaver as remaining from leavers),
cohorts as (select *, remaining & (with_plan | assessed) as in_need from rest)
select row_number() over () as child, person, born, gender, ethnicity_group,
    open_8_weeks as d11, open_8_weeks & overseen as n11,
    in_need as d12, on_plan as d13, looked_after as d14,
    in_need & with_plan as n31, in_need & cin_visited as n33, on_plan & cp_visited as n472,
    looked_after & ~assessed_in_year as n510, looked_after & cla_visited as n511,
    in_need & with_plan & (cin_reviewed | ~with_old_plan) as n32,
    reviewable as d48, reviewed as n48, counted as d518, counted & ~missed as n518,
    leaver as d6, leaver & ~known_later as d61, leaver & in_touch as n61, leaver & active as n62,
    leaver & suitable as n63,
    allocated, remaining & ~in_need as elsewhere,
    open_8_weeks | in_need | on_plan | looked_after | counted | leaver | allocated | remaining as present
from cohorts
where open_8_weeks | in_need | on_plan | looked_after | counted | leaver | allocated | remaining <> 0;

-- a child's months fall into stretches with one team, one need and one age group
create or replace temp table team_stretch as
with known as (
    select c.child, coalesce(w.team, 'not known') as team, c.present, bit_or(c.present & w.months) as months
    from child as c join cw_months as w on w.person = c.person group by all),
covered as (select child, bit_or(months) as months from known group by child)
select child, team, months from known where months <> 0
union all
select c.child, 'not known' as team, c.present & ~coalesce(k.months, 0) as months
from child as c left join covered as k on k.child = c.child where c.present & ~coalesce(k.months, 0) <> 0;

create or replace temp table need_stretch as
with known as (
    select c.child, coalesce(n.need, 'not known') as need, bit_or(c.present & n.months) as months
    from child as c join need_months as n on n.person = c.person group by all),
covered as (select child, bit_or(months) as months from known group by child)
select child, need, months from known where months <> 0
union all
select c.child, 'not known' as need, c.present & ~coalesce(k.months, 0) as months
from child as c left join covered as k on k.child = c.child where c.present & ~coalesce(k.months, 0) <> 0;

create or replace temp table age_stretch as
with bands as (
    select child, present,
        unnest(['not known', '0', '1-4', '5-9', '10-15', '16-17', '18 and over']) as age_group,
        unnest([coalesce(before(born), getvariable('all_months')),
                from_to(born, birthday(born, 1)),
                from_to(birthday(born, 1), birthday(born, 5)),
                from_to(birthday(born, 5), birthday(born, 10)),
                from_to(birthday(born, 10), birthday(born, 16)),
                from_to(birthday(born, 16), birthday(born, 18)),
                getvariable('all_months') & ~before(birthday(born, 18))]) as months
    from child)
select child, age_group, present & months as months from bands where present & months <> 0;

create or replace temp table disability_of as
select person, case when bool_or(code <> 'NONE') then 'disabled' else 'not disabled' end as disability
from disabilities group by person;
"""

COUNTS = """
create or replace temp table counted as
with stretch as (
    select t.child, t.team, n.need, a.age_group, t.months & n.months & a.months as months
    from team_stretch as t
    join need_stretch as n on n.child = t.child
    join age_stretch as a on a.child = t.child
    where t.months & n.months & a.months <> 0),
spread as (
    select m.m, s.team, c.gender, c.ethnicity_group, s.age_group, s.need as primary_need,
        coalesce(d.disability, 'not known') as disability,
        ((c.d11 >> m.m) & 1) | (((c.n11 >> m.m) & 1) << 1) | (((c.d12 >> m.m) & 1) << 2)
        | (((c.d13 >> m.m) & 1) << 3) | (((c.d14 >> m.m) & 1) << 4) | (((c.n31 >> m.m) & 1) << 5)
        | (((c.n33 >> m.m) & 1) << 6)
        | (((c.n472 >> m.m) & 1) << 7) | (((c.n510 >> m.m) & 1) << 8) | (((c.n511 >> m.m) & 1) << 9)
        | (((c.n32 >> m.m) & 1) << 10) | (((c.d48 >> m.m) & 1) << 11) | (((c.n48 >> m.m) & 1) << 12)
        | (((c.d518 >> m.m) & 1) << 13) | (((c.n518 >> m.m) & 1) << 14) | (((c.d6 >> m.m) & 1) << 15)
        | (((coalesce(c.n61, 0) >> m.m) & 1) << 16) | (((coalesce(c.n62, 0) >> m.m) & 1) << 17)
        | (((coalesce(c.n63, 0) >> m.m) & 1) << 18) | (((c.allocated >> m.m) & 1) << 19)
        | (((c.elsewhere >> m.m) & 1) << 20) | (((c.d61 >> m.m) & 1) << 21) as flags
    from stretch as s
    join child as c on c.child = s.child
    left join disability_of as d on d.person = c.person
    cross join (select unnest(range(getvariable('months'))) as m) as m
    where (s.months >> m.m) & 1 = 1)
select m, flags, grouping(team) = 0 as by_team, grouping(gender) = 0 as by_gender,
    grouping(ethnicity_group) = 0 as by_ethnicity_group, grouping(age_group) = 0 as by_age_group,
    grouping(disability) = 0 as by_disability, grouping(primary_need) = 0 as by_primary_need,
    coalesce(team, gender, ethnicity_group, age_group, disability, primary_need) as member,
    count(*) as children
from spread
group by grouping sets ((m, flags), (m, flags, team), (m, flags, gender), (m, flags, ethnicity_group),
    (m, flags, age_group), (m, flags, disability), (m, flags, primary_need));

create or replace temp table snapshot_figures as
with refs (ref, in_window, denominator_bit, numerator_bit) as (values
    ('1.1', 'snapshot', 0, 1), ('1.2', 'snapshot', 2, 2), ('1.3', 'snapshot', 3, 3),
    ('1.4', 'snapshot', 4, 4), ('3.1', 'snapshot', 2, 5), ('3.3', 'snapshot', 2, 6),
    ('4.7.2', 'snapshot', 3, 7), ('5.10', 'snapshot', 4, 8), ('5.11', 'snapshot', 4, 9),
    ('3.2', 'snapshot', 5, 10), ('4.8', 'snapshot', 11, 12),
    ('5.18', 'rolling_year', 13, 14), ('6.1', 'snapshot', 21, 16), ('6.2', 'snapshot', 15, 17),
    ('6.3', 'snapshot', 15, 18), ('allocated', 'snapshot', 19, 19), ('open_elsewhere', 'snapshot', 20, 20))
select r.ref, c.m, r.in_window,
    case when c.by_team then 'team' when c.by_gender then 'gender'
         when c.by_ethnicity_group then 'ethnicity_group'
         when c.by_age_group then 'age_group' when c.by_disability then 'disability'
         when c.by_primary_need then 'primary_need' end as dimension, c.member,
    sum(c.children * ((c.flags >> r.numerator_bit) & 1)) as numerator, sum(c.children) as denominator
from counted as c cross join refs as r
where (c.flags >> r.denominator_bit) & 1 = 1
group by all;
"""

# Events: counted by month of the event and first month that counts them, then added up into windows.
EVENTS = """
create or replace temp table event as
with decided as (select record, min(decided) as decided from decisions group by record),
first_of_referral as (
    select record as assessment from assessments where referral is not null
    qualify row_number() over (partition by referral order by happened, record nulls first) = 1),
started as (
    select a.person, a.happened,
           case when f.assessment is null then a.starts else coalesce(r.starts, a.starts) end as clock_start
    from assessments as a
    left join first_of_referral as f on f.assessment = a.record
    left join (select record, any_value(starts) as starts from referrals group by record) as r
        on r.record = a.referral),
dated as (
    select '2.1' as ref, c.person, c.happened, least(coalesce(d.decided, w.second), w.second) as counts_from,
           coalesce(d.decided < w.second, false) as met
    from contacts as c join calendar as w on w.day = c.happened left join decided as d on d.record = c.record
    union all
    select '2.10a' as ref, s.person, s.happened, s.happened as counts_from,
           coalesce(s.happened < coalesce(w.forty_sixth, date '1900-01-01'), false) as met
    from started as s left join calendar as w on w.day = s.clock_start)
select row_number() over () as event, b.ref, b.person, b.happened, b.met,
    month_number(b.happened) as month_of_event,
    greatest(month_number(b.happened), month_number(b.counts_from)) as counts_in,
    c.last_of_year as last_of_rolling_year
from dated as b join calendar as c on c.day = b.happened
where month_number(b.happened) between -13 and getvariable('months') - 1;

create or replace temp table event_counted as
with cw as (
    select person, starts, ends, coalesce(team, 'not known') as team,
           row_number() over (order by starts, record nulls first) as place from involvements),
team_of as (
    select e.event, arg_max(w.team, w.place) as team
    from event as e join cw as w on w.person = e.person and w.starts <= e.happened and w.ends > e.happened
    group by e.event),
need as (
    select person, starts, ends, coalesce(need, 'not known') as need,
           row_number() over (order by starts, record nulls first) as place from referrals where not nfa),
need_of as (
    select e.event, arg_max(n.need, n.place) as need
    from event as e join need as n on n.person = e.person and n.starts <= e.happened and n.ends > e.happened
    group by e.event),
characters as (
    select e.ref, e.month_of_event, e.counts_in, e.last_of_rolling_year, e.met,
        coalesce(t.team, 'not known') as team,
        coalesce(p.gender, 'not known') as gender,
        coalesce(p.ethnicity_group, 'not known') as ethnicity_group,
        coalesce(d.disability, 'not known') as disability, coalesce(n.need, 'not known') as primary_need,
        case when p.born is null or p.born > e.happened then 'not known'
             when e.happened < birthday(p.born, 1) then '0'
             when e.happened < birthday(p.born, 5) then '1-4'
             when e.happened < birthday(p.born, 10) then '5-9'
             when e.happened < birthday(p.born, 16) then '10-15'
             when e.happened < birthday(p.born, 18) then '16-17'
             else '18 and over' end as age_group
    from event as e
    left join team_of as t on t.event = e.event
    left join need_of as n on n.event = e.event
    left join disability_of as d on d.person = e.person
    left join characteristics as p on p.person = e.person)
select ref, month_of_event, counts_in, last_of_rolling_year,
    case when grouping(team) = 0 then 'team' when grouping(gender) = 0 then 'gender'
         when grouping(ethnicity_group) = 0 then 'ethnicity_group'
         when grouping(age_group) = 0 then 'age_group'
         when grouping(disability) = 0 then 'disability'
         when grouping(primary_need) = 0 then 'primary_need' end as dimension,
    coalesce(team, gender, ethnicity_group, age_group, disability, primary_need) as member,
    count(*) as events, count(*) filter (met) as met
from characters
group by grouping sets ((ref, month_of_event, counts_in, last_of_rolling_year),
    (ref, month_of_event, counts_in, last_of_rolling_year, team),
    (ref, month_of_event, counts_in, last_of_rolling_year, gender),
    (ref, month_of_event, counts_in, last_of_rolling_year, ethnicity_group),
    (ref, month_of_event, counts_in, last_of_rolling_year, age_group),
    (ref, month_of_event, counts_in, last_of_rolling_year, disability),
    (ref, month_of_event, counts_in, last_of_rolling_year, primary_need));

create or replace temp table event_figures as
with windows as (
    select *, unnest(['month', 'ytd', 'rolling_year']) as in_window,
        unnest([month_of_event,  -- a financial year ends in the next March; month 1 is January of the year 0
                month_of_event + (3 - (month_of_event + getvariable('first_month') - 1) % 12 - 1 + 12) % 12,
                last_of_rolling_year]) as last_month
    from event_counted),
spread as (
    select *, unnest(range(greatest(counts_in, 0), least(last_month, getvariable('months') - 1) + 1)) as m
    from windows)
select ref, m, in_window, dimension, member, sum(met) as numerator, sum(events) as denominator
from spread group by all;
"""

FIGURES = """
insert into figures
with counted as (
    select * from snapshot_figures union all select * from event_figures),
declared as (
    select ref, in_window, unnest(range(getvariable('months'))) as m
    from (
        select unnest(['1.1', '1.2', '1.3', '1.4', '3.1', '3.2', '3.3', '4.7.2', '4.8', '5.10', '5.11',
                       '6.1', '6.2', '6.3', 'allocated', 'open_elsewhere']) as ref, 'snapshot' as in_window
        union all select '5.18' as ref, 'rolling_year' as in_window
        union all select '2.1' as ref, unnest(['month', 'ytd', 'rolling_year']) as in_window
        union all select '2.10a' as ref, unnest(['month', 'ytd', 'rolling_year']) as in_window)),
everything as (
    select ref, m, in_window, dimension, member, numerator, denominator from counted
    union all
    select d.ref, d.m, d.in_window, null as dimension, null as member, 0 as numerator, 0 as denominator
    from declared as d
    anti join (select ref, m, in_window from counted where dimension is null) as c
        on c.ref = d.ref and c.m = d.m and c.in_window = d.in_window)
select ref, strftime(date '2000-01-01' + to_months(m + getvariable('first_month') - 24001), '%Y-%m') as month,
       in_window, dimension, member, numerator::bigint as numerator,
       case when ref not in ('1.2', '1.3', '1.4', 'allocated', 'open_elsewhere')
            then denominator::bigint end as denominator
from everything;
"""


class MissingDataError(Exception):
    """The extract lacks a table or column without which a figure would be wrong."""


def quoted(text):
    return "'" + str(text).replace("'", "''") + "'"


def source_of(connection, folder, table, source):
    """The FROM clause that reads one SSD table, and its columns with their types."""
    path = folder / f"{table}.{source}"
    if not path.exists():
        raise MissingDataError(f"needs {table}")
    if source == "parquet":
        clause = f"read_parquet({quoted(path)})"
        return clause, {name: kind for name, kind, *_ in connection.execute(f"describe from {clause}").fetchall()}
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns = next(csv.reader(file), [])
    types = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in columns)
    layout = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv({quoted(path)}, columns = {{{types}}}, {layout})", dict.fromkeys(columns, "VARCHAR")


def day_of(column, kind):
    """A date without its time of day, from a date, ISO text or day-first text."""
    if kind == "DATE":
        return column
    if kind.startswith("TIMESTAMP"):
        return f"{column}::date"
    text = f"{column}::varchar"
    day_first = f"try_strptime(regexp_extract({text}, '[0-9/]+'), '%d/%m/%Y')::date"
    return f"coalesce(try_cast(({text})[1:10] as date), {day_first})"


def tables_opened(connection, folder, source):
    """Give every table its short name, with text, codes, flags and dates read as KINDS says."""
    for name, (table, kept, columns) in TABLES.items():
        clause, present = source_of(connection, folder, table, source)
        selected = []
        for alias, (column, kind) in columns.items():
            if column in present:
                found = f'"{column}"'
            elif column in MAY_BE_ABSENT:
                found = "null"
            else:
                raise MissingDataError(f"needs {table}.{column}")
            day = day_of(found, present.get(column, "VARCHAR"))
            selected.append(f"{KINDS[kind].format(column=found, day=day)} as {alias}")
        what = "view" if name in USED_ONCE else "table"
        connection.execute(
            f"create temp {what} {name} as select * from (select {', '.join(selected)} from {clause}) where {kept}"
        )


def reporting_months(extracted_on, months):
    """First and last reporting month, as year x 12 + month: the last ends on or before the extract date."""
    number = extracted_on.year * 12 + extracted_on.month
    last = number if (extracted_on + timedelta(days=1)).day == 1 else number - 1
    return last - months + 1, last


def counted(connection, extracted_on, first, last):
    """Add the figures of up to 60 months to the table figures."""
    months = last - first + 1
    first_year = first // 12 - YEARS_OF_CALENDAR_BEFORE
    years = range(first_year, extracted_on.year + 3)
    bank_holidays = holidays.country_holidays("GB", subdiv="ENG", years=years)
    for name, value in {
        "first_month": first,
        "months": months,
        "all_months": (1 << months) - 1,
        "first_day": date(first_year, 1, 1),
        "bank_holidays": sorted(bank_holidays),
    }.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    for script in (MACROS, CALENDAR, SETS, CARE_REVIEWS, CHILDREN, COUNTS, EVENTS, FIGURES):
        connection.execute(script)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--from", dest="source", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--extracted-on", type=date.fromisoformat, required=True)
    call = parser.parse_args()
    began = time.perf_counter()
    connection = duckdb.connect()
    connection.execute("set variable extracted_on = $day", {"day": call.extracted_on})
    connection.execute("""create table figures (ref varchar, month varchar, "window" varchar,
        dimension varchar,
                          member varchar, numerator bigint, denominator bigint)""")
    try:
        tables_opened(connection, call.extract, call.source)
    except MissingDataError as missing:
        print(f"no data: {missing}", file=sys.stderr)
        return 2
    read = time.perf_counter()
    first, last = reporting_months(call.extracted_on, call.months)
    for start in range(first, last + 1, MOST_MONTHS_IN_A_SET):
        counted(connection, call.extracted_on, start, min(start + MOST_MONTHS_IN_A_SET - 1, last))
    done = time.perf_counter()
    connection.execute(f"""copy (from figures order by ref, month, "window", dimension nulls first,
        member nulls first)
                           to {quoted(call.out)} (header, delimiter ',')""")
    print(
        f"read in {read - began:.2f} s, counted in {done - read:.2f} s, written in {time.perf_counter() - done:.2f} s",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
