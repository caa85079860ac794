"""The figures that an Annex A workbook gives are those of the case records that it was made from, child by child.

The lists are made from the demonstration council, and from awkward lives; both are loaded and counted at the extract
date. Where a workbook can't give the same, the children who differ are exactly those whom the reason names.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given

from lineofsight.calendar.months import Month, months_to
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.figures import figure_rows, lay_figures
from lineofsight.sources.annex_a.limits import limits
from lineofsight.sources.annex_a.lists import LIMITS
from tests.extracts import council_of
from tests.property.lives import EXTRACTED, Tables, councils
from tests.sources.annex_a.from_records import lists_from, sheets_of
from tests.sources.annex_a.loads import load_workbook
from tests.sources.annex_a.sample import ROWS, a_child, day
from tests.sources.annex_a.workbooks import Cell, write_xlsx

STATES = (
    *("1.2", "1.3", "1.4", "3.3", "4.6", "4.7.2", "4.10", "4.11", "5.3", "5.5", "5.5a", "5.11", "5.15", "5.16"),
    *("6.1", "6.2", "6.3", "6.4", "6.5", "6.6"),
)
EVENTS = ("2.2", "2.6", "2.9", "2.10a", "2.11", "2.11a", "4.1")
#: The members of whose split a workbook knows: of the others it gives the number alone (see their cautions).
SPLIT = ("2.2", "2.6", "4.6", "4.10", "4.11", "5.3", "5.5", "5.5a")
ON = dt.date(2023, 3, 31)
#: In the children of 1.2 or not by what List 6 and the last six months of assessments can say.
AWKWARD = ("1.3", "1.4", "4.7.2", "4.10", "4.11", "5.11", "6.1", "6.2", "6.3")

Rows = set[tuple[object, ...]]


def evidence(council: Council, ref: str, *, since: dt.date = dt.date.min) -> Rows:
    """Who is counted at the extract date, and who is met: (child, met); of events (child, day, met).

    What a workbook splits as the records do has its kind too. Events alike have a number.
    """
    counted = council.count([Month.of(ON)], refs=[ref])
    assert counted.lacks("indicator", ref, ON) == ""
    people = dict(
        duckdb.execute(f"select person_key, person_id from read_parquet('{council.snapshot.people}')").fetchall()
    )
    columns = [
        *("person_id", *(["event_date"] if ref in EVENTS else []), "met"),
        *(["kind"] if ref in SPLIT else []),
    ]
    rows = counted.database.execute(f"select {', '.join(columns)} from {counted.evidence[ref]}").fetchall()
    if ref in EVENTS:
        alike = Counter(row for row in rows if row[1] >= since)
        rows = [(*row, number) if number else row for row, times in alike.items() for number in range(times)]
    found = [(people[row[0]], *row[1:]) for row in rows]
    assert len(set(found)) == len(found)
    return set(found)


def from_annex_a(home: Home, lists: dict[int, list[list[Cell]]]) -> Council:
    """The council as its Annex A workbook shows it."""
    home.create()
    path = write_xlsx(home.path.parent / "annex_a.xlsx", sheets_of(lists))
    assert isinstance(path, Path)
    load_workbook(home, path, ON)
    return Council(home)


@pytest.fixture(scope="module")
def annex_a(demonstration: Home, tmp_path_factory: pytest.TempPathFactory) -> Council:
    """The demonstration council by its Annex A workbook, whose List 6 gives a plan only to those who have one."""
    folder = tmp_path_factory.mktemp("annex_a")
    return from_annex_a(Home(folder / "home"), lists_from(Council(demonstration).snapshot, ON))


# The demonstration council


@pytest.mark.parametrize("ref", STATES)
def test_the_same_children_count_and_are_met(ref: str, demonstration: Home, annex_a: Council) -> None:
    children = evidence(Council(demonstration), ref)
    assert len(children) > 150
    assert evidence(annex_a, ref) == children


@pytest.mark.parametrize("ref", EVENTS)
def test_the_same_of_six_months_is_counted_and_met(ref: str, demonstration: Home, annex_a: Council) -> None:
    events = evidence(Council(demonstration), ref, since=dt.date(2022, 10, 1))
    assert len(events) > 300
    assert evidence(annex_a, ref, since=dt.date(2022, 10, 1)) == events


@pytest.mark.parametrize("ref", EVENTS)
def test_events_are_counted_by_month_and_not_by_year(ref: str, demonstration: Home, annex_a: Council) -> None:
    def figures(council: Council) -> dict[tuple[str, str], tuple[object, object]]:
        counted = council.count(months_to(Month.of(ON), 7), refs=[ref])
        lay_figures(counted)
        rows = figure_rows(counted.database)
        return {(str(row[2]), str(row[3])): (row[6], row[7]) for row in rows if not row[4]}

    ours, whole = figures(annex_a), figures(Council(demonstration))
    months = [str(month) for month in months_to(Month.of(ON), 7)]
    assert [ours[month, "month"] == whole[month, "month"] for month in months] == [False, *[True] * 6]
    assert ours[months[0], "month"] == (None, None)
    assert {ours[month, window] for month in months for window in ("ytd", "rolling_year")} == {(None, None)}


def test_what_is_computed_is_compared() -> None:
    """Rates are those of 1.2 to 1.4 over a population, which a workbook doesn't have."""
    assert {*STATES, *EVENTS, "1.2r", "1.3r", "1.4r"} == limits(ON).enough
    assert set(EVENTS) == set(tomllib.loads(LIMITS.read_text(encoding="utf-8"))["of_months"])


@pytest.mark.parametrize("ref", sorted(set(limits(ON).cannot)))
def test_what_cannot_be_counted_says_why(ref: str, annex_a: Council) -> None:
    counted = annex_a.count([Month.of(ON)], refs=[ref])
    assert counted.lacks("indicator", ref, ON) == f"no data: {limits(ON).cannot[ref]}"


@pytest.mark.parametrize("ref", STATES)
def test_the_day_before_the_extract_cannot_be_counted(ref: str, annex_a: Council) -> None:
    """At the end of February it isn't known who was visited by then, nor who was on a plan that has ended since."""
    on = dt.date(2023, 2, 28)
    assert annex_a.count([Month.of(on)], refs=[ref]).lacks("indicator", ref, on)


def test_where_every_other_open_case_has_the_status_of_a_plan_too_many_are_in_need(
    demonstration: Home, tmp_path: Path
) -> None:
    """D2I's script writes the status 'Child in need plan' for every open case that is nothing else.

    Those who count too many are open cases in none of the cohorts: on short breaks, or waiting to be closed. No child
    is missing, and no child who counts rightly is met otherwise.
    """
    council = Council(demonstration)
    lists = lists_from(council.snapshot, ON, status_of_others="c) Child in need plan")
    other = from_annex_a(Home(tmp_path / "home"), lists)
    in_need = evidence(council, "1.2")
    too_many = {child for child, _ in evidence(other, "1.2") - in_need}
    assert in_need < evidence(other, "1.2") and len(too_many) > 100
    assert too_many <= {child for child, _ in evidence(council, "open_elsewhere")}
    visited, visited_by_annex_a = evidence(council, "3.3"), evidence(other, "3.3")
    assert visited < visited_by_annex_a and {child for child, _ in visited_by_annex_a - visited} == too_many


# Awkward lives


def _with_one_more(lists: dict[int, list[list[Cell]]]) -> dict[int, list[list[Cell]]]:
    """The lists with somebody in each whom no comparison asks about, so that none is empty: an empty one is no data."""
    nobody = {"date_of_b": day("1980-01-01")}
    closed: dict[int, dict[str, Cell]] = {
        7: {"child_protection_plan_end": day("2023-03-01")},
        8: {"date_ceased": day("2023-03-02")},
        9: {"eligibility": "d) Eligible child"},
    }
    return {
        number: [
            *rows,
            a_child(number, f"nobody-{number == 9}", **{**ROWS[number], **nobody, **closed.get(number, {})}),
        ]
        for number, rows in lists.items()
    }


@given(councils())
def test_on_any_lives_the_same_children_count_and_are_met(tables: Tables) -> None:
    with TemporaryDirectory() as folder:
        council = council_of(Home(Path(folder) / "ssd" / "home"), tables, EXTRACTED)
        lists = _with_one_more(lists_from(council.snapshot, EXTRACTED))
        annex_a = from_annex_a(Home(Path(folder) / "annex_a" / "home"), lists)
        for ref in AWKWARD:
            assert {row for row in evidence(annex_a, ref) if not str(row[0]).startswith("nobody")} == evidence(
                council, ref
            ), ref


# Where a workbook can't give the same: drawn


def council_with(tmp_path: Path, tables: dict[str, list[dict[str, object]]]) -> tuple[Council, Council]:
    """A council of drawn records, and the same by its Annex A workbook."""
    council = council_of(Home(tmp_path / "ssd" / "home"), tables, ON)
    lists = _with_one_more(lists_from(council.snapshot, ON))
    return council, from_annex_a(Home(tmp_path / "annex_a" / "home"), lists)


def referred(on: str, **more: object) -> dict[str, object]:
    return {"cine_referral_id": f"r-{on}", "cine_person_id": "child-1", "cine_referral_date": on, **more}


def assessed(on: str, authorised: str, **more: object) -> dict[str, object]:
    return {
        **{"cina_assessment_id": f"a-{on}", "cina_person_id": "child-1", "cina_assessment_start_date": on},
        **{"cina_assessment_auth_date": authorised, "cina_assessment_outcome_nfa": "N", **more},
    }


PERSON: list[dict[str, object]] = [{"pers_person_id": "child-1", "pers_dob": "2012-05-17"}]


@pytest.mark.parametrize(("authorised", "counts"), [("2022-10-01", True), ("2022-09-30", False)])
def test_a_child_assessed_before_the_six_months_and_without_a_plan_is_not_seen(
    authorised: str, counts: bool, tmp_path: Path
) -> None:
    """1.2 counts a child who was assessed as in need since the referral: List 4 goes back six months."""
    tables = {
        "ssd_person": PERSON,
        "ssd_cin_episodes": [referred("2022-08-01")],
        "ssd_cin_assessments": [assessed("2022-08-02", authorised, cina_referral_id="r-2022-08-01")],
    }
    council, annex_a = council_with(tmp_path, tables)
    assert evidence(council, "1.2") == {("child-1", True)}
    assert (("child-1", True) in evidence(annex_a, "1.2")) is counts


def test_a_visit_in_another_role_hides_the_visit_to_the_child_in_need(tmp_path: Path) -> None:
    """3.3 counts visits to children in need: List 6 has the last day on which anybody saw the child."""
    tables = {
        "ssd_person": PERSON,
        "ssd_cin_episodes": [referred("2022-12-01")],
        "ssd_cin_plans": [
            {"cinp_cin_plan_id": "p", "cinp_person_id": "child-1", "cinp_cin_plan_start_date": "2022-12-10"},
        ],
        "ssd_cin_visits": [
            {
                **{"cinv_cin_visit_id": "v", "cinv_person_id": "child-1"},
                **{"cinv_cin_visit_date": "2023-02-01", "cinv_cin_visit_seen": "Y"},
            }
        ],
        "ssd_cp_visits": [
            {
                **{"cppv_cp_visit_id": "w", "cppv_person_id": "child-1"},
                **{"cppv_cp_visit_date": "2023-03-20", "cppv_cp_visit_seen": "Y"},
            }
        ],
    }
    council, annex_a = council_with(tmp_path, tables)
    assert evidence(council, "3.3") == {("child-1", False)}
    assert ("child-1", True) in evidence(annex_a, "3.3")


@pytest.mark.parametrize(("referral", "same"), [("2022-10-01", True), ("2022-09-30", False)])
def test_the_clock_of_an_assessment_of_an_older_referral_starts_with_the_assessment(
    referral: str, same: bool, tmp_path: Path
) -> None:
    """2.10a starts the clock of a referral's first assessment with the referral: List 3 goes back six months."""
    tables = {
        "ssd_person": PERSON,
        "ssd_cin_episodes": [referred(referral)],
        "ssd_cin_assessments": [assessed("2022-11-15", "2022-12-20", cina_referral_id=f"r-{referral}")],
    }
    council, annex_a = council_with(tmp_path, tables)
    authorised = dt.date(2022, 12, 20)
    assert ("child-1", authorised, False) in evidence(council, "2.10a")
    assert ("child-1", authorised, not same) in evidence(annex_a, "2.10a")
