"""Cohorts with a row for each event: its day decides the version, and definitions of events and states build on it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.definitions import DefinitionRefused
from lineofsight.indicators.figures import figures, lay_figures
from lineofsight.indicators.headers import read_definition
from tests.extracts import council_of
from tests.indicators.files import COHORT, INDICATOR, changed, written
from tests.indicators.test_checks import refusal_of

JANUARY, FEBRUARY, MARCH = Month(2023, 1), Month(2023, 2), Month(2023, 3)
OF_EVENTS = changed(COHORT, 'valid_from = "2019-04"', 'valid_from = "2019-04"\ngrain = "event"')
#: By the first rule every contact is urgent; from March 2023 on, what the police tell (source 6).
URGENT = (
    OF_EVENTS
    + """\
select cast(cont_contact_date as date) as event_date, cont_person_id as person_id, cont_contact_id as contact_id
from ssd_contacts
"""
)
URGENT_FROM_MARCH = """\
/*
cohort = "mine"
valid_from = "2023-03"
*/
select cast(cont_contact_date as date) as event_date, cont_person_id as person_id, cont_contact_id as contact_id
from ssd_contacts
where cont_contact_source_code = '6'
"""


def indicator(sql: str, ref: str = "99.1", windows: str = '["month", "ytd", "rolling_year"]') -> str:
    """A count, by a select of the test's."""
    text = changed(INDICATOR[: INDICATOR.index("\n[settings]")] + "*/\n", 'ref = "99.1"', f'ref = "{ref}"')
    text = changed(text, 'unit = "percent"\nbetter = "higher"\n', 'unit = "count"\n')
    text = changed(text, 'rating = "minimum_and_upper"\n', "")
    if "month" in windows:
        text = changed(text, 'shown = "snapshot"\ntrend = "snapshot"', 'shown = "month"\ntrend = "month"')
    return changed(text, 'windows = ["snapshot"]', f"windows = {windows}") + sql


COUNTED = indicator("select event_date, person_id, contact_id as event_id, true as met from mine\n")


def contact(number: str, person: str, day: str, source: str) -> dict[str, str]:
    return {
        **{"cont_contact_id": number, "cont_person_id": person, "cont_contact_date": day},
        **{"cont_contact_source_code": source},
    }


@pytest.fixture
def council(home: Home) -> Council:
    """Contacts around the turn of the rule, one of another source on each side of it, and one that is years old."""
    contacts = [
        contact("old", "Wren", "2019-05-01", "2A"),
        contact("last of the first rule", "Wren", "2023-02-28", "2A"),
        contact("told by a school", "Finch", "2023-03-01", "2A"),
        contact("told by the police", "Finch", "2023-03-01", "6"),
    ]
    return council_of(home, {"ssd_contacts": contacts}, dt.date(2023, 3, 31))


def numerators(home: Home, ref: str, months: list[Month]) -> dict[tuple[str, str], int | None]:
    counted = Council(home).count(months, refs=[ref])
    lay_figures(counted)
    return {(str(f.as_at)[:7], f.window): f.numerator for f in figures(counted)}


def test_each_event_is_judged_by_the_version_of_its_day(council: Council) -> None:
    written(council.home.book, URGENT, "urgent.sql")
    written(council.home.book, URGENT_FROM_MARCH, "urgent_from_2023-03.sql")
    written(council.home.book, COUNTED, "counted.sql")
    assert numerators(council.home, "99.1", [FEBRUARY, MARCH]) == {
        ("2023-02", "month"): 1,  # by the first rule a school's counts, on its last day
        ("2023-03", "month"): 1,  # by the second only that of the police does, from its first
        **{("2023-02", window): 1 for window in ("ytd", "rolling_year")},
        **{("2023-03", window): 1 + 1 for window in ("ytd", "rolling_year")},  # a year that spans both
    }


def test_all_events_are_there_however_long_ago(council: Council) -> None:
    """A definition may look back further than any window: at the contact of 2019, say."""
    written(council.home.book, URGENT, "urgent.sql")
    again = """\
select now.event_date, now.person_id, now.contact_id as event_id, true as met
from mine as now
join mine as before on before.person_id = now.person_id and before.event_date < now.event_date - 1000
"""
    written(council.home.book, indicator(again), "counted.sql")
    assert numerators(council.home, "99.1", [FEBRUARY])["2023-02", "month"] == 1


def test_what_came_after_the_last_month_may_settle_an_event_of_before(council: Council) -> None:
    """The contact of 28 February was followed by another within days, by the rule of that day: so in February alone as
    beside March.
    """
    written(council.home.book, URGENT, "urgent.sql")
    written(council.home.book, URGENT_FROM_MARCH, "urgent_from_2023-03.sql")
    followed = """\
select now.event_date, now.person_id, now.contact_id as event_id, count(later.contact_id) > 0 as met
from mine as now
left join mine as later on later.event_date > now.event_date and later.event_date < now.event_date + 7
group by now.event_date, now.person_id, now.contact_id
"""
    written(council.home.book, changed(indicator(followed), 'unit = "count"', 'unit = "percent"'), "counted.sql")
    alone, beside = (numerators(council.home, "99.1", months) for months in ([FEBRUARY], [FEBRUARY, MARCH]))
    assert alone["2023-02", "month"] == beside["2023-02", "month"] == 1


def test_a_definition_of_states_builds_on_events_too(council: Council) -> None:
    written(council.home.book, URGENT, "urgent.sql")
    written(council.home.book, URGENT_FROM_MARCH, "urgent_from_2023-03.sql")
    children = """\
select distinct as_at.as_at, mine.person_id, true as met
from as_at
join mine on mine.event_date <= as_at.as_at and mine.event_date > as_at.as_at - 60
"""
    written(council.home.book, indicator(children, windows='["snapshot"]'), "children.sql")
    found = numerators(council.home, "99.1", [JANUARY, FEBRUARY, MARCH])
    assert found == {("2023-01", "snapshot"): 0, ("2023-02", "snapshot"): 1, ("2023-03", "snapshot"): 2}


def test_after_its_end_a_cohort_of_events_has_no_events_and_its_readers_say_so(council: Council) -> None:
    ended = changed(URGENT, 'grain = "event"', 'grain = "event"\nvalid_to = "2023-02"')
    written(council.home.book, ended, "urgent.sql")
    written(council.home.book, COUNTED, "counted.sql")
    counted = Council(council.home).count([FEBRUARY, MARCH], refs=["99.1"])
    lay_figures(counted)
    months = {(str(f.as_at)[:7], f.numerator, f.note) for f in figures(counted) if f.window == "month"}
    assert months == {("2023-02", 1, ""), ("2023-03", None, "no longer in force: ended with 2023-02")}


def test_a_cohort_of_events_returns_the_day(tmp_path: Path) -> None:
    sql = "select cont_person_id as person_id, cont_contact_id as contact_id from ssd_contacts\n"
    refusal = refusal_of(tmp_path, OF_EVENTS + sql)
    assert refusal.what == "a cohort of events must return event_date: select it"


def test_a_grain_that_there_is_not_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    file = written(tmp_path, changed(URGENT, '"event"', '"week"'))
    with pytest.raises(DefinitionRefused, match=r"grain must be 'child and day' or 'event', or left out for a child"):
        read_definition(file)
