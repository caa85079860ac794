"""A council's folder laid over the shipped book: which definition holds in which month."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.book import SHIPPED, Book, read_book
from lineofsight.indicators.figures import figure_rows, lay_figures
from lineofsight.problems import Refused
from lineofsight.reports.build import SECTIONS
from tests.extracts import council_of
from tests.indicators.files import COHORT, INDICATOR, changed, written

MARCH, APRIL = Month(2023, 3), Month(2023, 4)
REFS = {
    *("1.1", "1.2", "1.3", "1.4", "2.1", "2.10a", "3.1", "3.3", "4.7.2", "5.10", "5.11", "3.2", "4.8", "5.18"),
    *("6.1", "6.2", "6.3", "1.2r", "1.3r", "1.4r", "allocated", "open_elsewhere"),
}


def test_the_highlight_report_holds_the_17_their_rates_and_the_key_numbers() -> None:
    book = read_book()
    assert {ref for ref in book.named("indicator") if book.latest("indicator", ref).in_highlight} == REFS
    assert book.named("rating") == ("minimum_and_upper",)
    assert {"team", "gender", "ethnicity_group", "age_group", "disability", "primary_need"} <= set(
        book.named("breakdown")
    )
    assert not any(definition.own for definition in book.all())


def test_every_indicator_says_where_it_is_reported_and_what_is_published_beside_it() -> None:
    book = read_book()
    every = [book.latest("indicator", ref) for ref in book.named("indicator")]
    assert len(every) > 100
    for one in every:
        assert one.section in SECTIONS, one.name
        assert one.header.get("benchmarks"), one.name
        assert all(row["why"].endswith(".") for row in one.header["benchmarks"]), one.name
        assert "$" not in one.title + one.text("counted") + one.text("out_of") + one.text("caveats"), one.name
    assert {one.section for one in every} == set(SECTIONS)


def test_an_indicator_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Refused, match=r"There is no indicator '9\.9' in the book: it has .*1\.1, 1\.2,"):
        read_book().indicator("9.9")


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert read_book(tmp_path / "none").fingerprint == read_book().fingerprint
    (tmp_path / "empty").mkdir()
    assert read_book(tmp_path / "empty").fingerprint == read_book().fingerprint


def targets(book: Book, ref: str, month: Month) -> tuple[str, str]:
    target = book.at("indicator", ref, month).target_at(month)
    assert target is not None
    return target.minimum, target.upper


def test_a_council_overrides_a_target_from_a_month_on(tmp_path: Path) -> None:
    written(tmp_path, '/*\nref = "3.3"\nvalid_from = "2023-04"\n[[targets]]\nminimum = 87.5\nupper = 95\n*/\n')
    book = read_book(tmp_path)
    assert targets(book, "3.3", MARCH) == targets(read_book(), "3.3", MARCH) == ("85", "90")
    assert targets(book, "3.3", APRIL) == ("87.5", "95")
    assert book.fingerprint != read_book().fingerprint


def test_a_council_changes_a_rule_from_a_month_on(tmp_path: Path) -> None:
    written(tmp_path, '/*\nref = "3.3"\nvalid_from = "2023-04"\n[settings]\nwithin_days = 35\n*/\n')
    book = read_book(tmp_path)
    assert "- 28" in book.at("indicator", "3.3", MARCH).runnable()
    assert "- 35" in book.at("indicator", "3.3", APRIL).runnable()
    assert "- 35" in book.at("indicator", "3.3", Month(2030, 1)).runnable()
    assert "- 28" in book.at("indicator", "3.3", Month(2010, 1)).runnable(), "before all versions the first holds"


def test_a_file_from_the_same_month_on_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    written(tmp_path, '/*\nref = "3.3"\nvalid_from = "2019-04"\n[settings]\nwithin_days = 35\n*/\n')
    [only] = read_book(tmp_path).indicator("3.3")
    assert only.own
    assert "- 35" in only.runnable()


def test_each_file_builds_on_the_one_before_it_in_time_not_in_name(tmp_path: Path) -> None:
    for names in (("a.sql", "b.sql", "c.sql"), ("c.sql", "a.sql", "b.sql"), ("b.sql", "c.sql", "a.sql")):
        folder = tmp_path / "-".join(names)
        first, second, third = names
        written(folder, '/*\nref = "3.3"\nvalid_from = "2022-04"\n[settings]\nwithin_days = 35\n*/\n', first)
        written(folder, '/*\nref = "3.3"\nvalid_from = "2023-04"\n[[targets]]\nminimum = 80\nupper = 85\n*/\n', second)
        written(folder / "deeper", '/*\nref = "3.3"\nvalid_from = "2024-04"\ntitle = "Seen"\n*/\n', third)
        versions = read_book(folder).indicator("3.3")
        assert [str(version.valid_from) for version in versions] == ["2019-04", "2022-04", "2023-04", "2024-04"]
        assert ["- 35" in version.runnable() for version in versions] == [False, True, True, True]
        assert targets(read_book(folder), "3.3", Month(2024, 5)) == ("80", "85")
        assert versions[-1].title == "Seen"


def test_two_files_for_one_name_and_month_are_refused_with_both_names(tmp_path: Path) -> None:
    for name in ("one.sql", "two.sql"):
        written(tmp_path, '/*\nref = "3.3"\nvalid_from = "2023-04"\n*/\n', name)
    with pytest.raises(Refused, match=r"two\.sql and one\.sql both define the indicator 3\.3 from 2023-04: keep one"):
        read_book(tmp_path)


def test_an_indicator_and_a_cohort_of_one_name_are_two_definitions(tmp_path: Path) -> None:
    written(tmp_path, changed(INDICATOR, 'ref = "99.1"', 'ref = "mine"'), "a.sql")
    written(tmp_path, COHORT + "select as_at from as_at", "b.sql")
    book = read_book(tmp_path)
    assert ("indicator", "mine") in book.versions
    assert ("cohort", "mine") in book.versions


def test_what_is_no_definition_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    written(tmp_path, "how we use this folder", "README.md")
    written(tmp_path, "not yet", ".draft.sql")
    (tmp_path / "old.sql").mkdir()
    assert read_book(tmp_path).fingerprint == read_book().fingerprint


# What a council's folder does to the figures


def visits(days: dict[str, str]) -> dict[str, list[dict[str, object]]]:
    """Children in need, each with a plan and one visit on a day."""
    return {
        "ssd_person": [{"pers_person_id": child, "pers_dob": "2015-01-01"} for child in days],
        "ssd_cin_episodes": [
            {"cine_referral_id": child, "cine_person_id": child, "cine_referral_date": "2022-01-10"} for child in days
        ],
        "ssd_cin_plans": [
            {"cinp_cin_plan_id": child, "cinp_person_id": child, "cinp_cin_plan_start_date": "2022-02-01"}
            for child in days
        ],
        "ssd_cin_visits": [
            {
                **{"cinv_cin_visit_id": child, "cinv_person_id": child},
                **{"cinv_cin_visit_date": on, "cinv_cin_visit_seen": "Y"},
            }
            for child, on in days.items()
        ],
    }


@pytest.fixture
def council(home: Home) -> Council:
    """A is seen on 3 March (day 29 at the month's end, day 59 of April), B on 30 March (day 32 at April's end)."""
    return council_of(home, visits({"A": "2023-03-03", "B": "2023-03-30"}), dt.date(2023, 4, 30))


def figures(council: Council, *refs: str) -> dict[tuple[str, str], tuple[object, object, object, object]]:
    """(ref, month) to numerator, denominator, rating and note."""
    again = Council(council.home)
    counted = again.count((MARCH, APRIL), refs=refs)
    lay_figures(counted, [])
    return {(row[0], row[2]): (row[6], row[7], row[9], row[10]) for row in figure_rows(counted.database, None)}  # type: ignore[misc]


def test_earlier_months_keep_the_old_rule(council: Council) -> None:
    assert figures(council, "3.3") == {
        ("3.3", "2023-03"): (1, 2, "red", None),
        ("3.3", "2023-04"): (0, 2, "red", None),
    }
    written(council.home.book, '/*\nref = "3.3"\nvalid_from = "2023-04"\n[settings]\nwithin_days = 35\n*/\n')
    assert figures(council, "3.3") == {
        ("3.3", "2023-03"): (1, 2, "red", None),  # A's day 29 is out by the old rule, as it was
        ("3.3", "2023-04"): (1, 2, "red", None),  # B's day 32 is in by the new one
    }


def test_a_target_moves_the_rating_of_its_months_and_no_figure(council: Council) -> None:
    written(council.home.book, '/*\nref = "3.3"\nvalid_from = "2023-03"\n[[targets]]\nminimum = 40\nupper = 50\n*/\n')
    assert figures(council, "3.3") == {
        ("3.3", "2023-03"): (1, 2, "green", None),
        ("3.3", "2023-04"): (0, 2, "red", None),
    }


def test_a_council_adds_a_cohort_and_an_indicator_on_it(council: Council) -> None:
    written(
        council.home.book / "cohorts",
        COHORT + "select as_at, person_id, entered_on from children_in_need where entered_on < as_at - 30",
    )
    sql = "select as_at, person_id, true as met from mine\n"
    written(
        council.home.book,
        changed(INDICATOR, INDICATOR[INDICATOR.index("select\n") :], sql).replace("[settings]\nwithin_days = 28\n", ""),
    )
    assert figures(council, "99.1") == {
        ("99.1", "2023-03"): (2, 2, "green", None),
        ("99.1", "2023-04"): (2, 2, "green", None),
    }


def test_a_cohort_changed_from_a_month_on_changes_what_is_counted_from_it(council: Council) -> None:
    written(
        council.home.book,
        '/*\ncohort = "children_in_need"\nvalid_from = "2023-04"\n*/\n'
        "select as_at, person_id, entered_on from open_cases where false",
    )
    found = figures(council, "3.3", "1.2")
    assert found["1.2", "2023-03"][0] == 2
    assert found["1.2", "2023-04"][0] == 0
    assert found["3.3", "2023-03"][:2] == (1, 2)
    assert found["3.3", "2023-04"][:2] == (0, 0)
    assert found["3.3", "2023-04"][3] == "no cases"


def test_a_definition_that_ended_has_no_figure_after_its_end(council: Council) -> None:
    text = changed(INDICATOR, "[settings]", 'valid_to = "2023-03"\n\n[settings]')
    written(council.home.book, text)
    found = figures(council, "99.1")
    assert found["99.1", "2023-03"][:2] == (1, 3)  # Nobody's visit of 1990 counts in this one's denominator
    assert found["99.1", "2023-04"] == (None, None, None, "no longer in force: ended with 2023-03")


def test_a_definition_that_only_counts_the_rows_of_an_absent_table_says_so(home: Home, tmp_path: Path) -> None:
    """Even where it reads none of its columns: never 0."""
    council = council_of(home, visits({"A": "2023-03-03"}), dt.date(2023, 4, 30))
    sql = "select as_at.as_at, 1 as person_id, true as met from as_at join ssd_family on true\n"
    text = changed(INDICATOR, INDICATOR[INDICATOR.index("select\n") :], sql)
    written(council.home.book, text.replace("[settings]\nwithin_days = 28\n", ""))
    assert figures(council, "99.1")["99.1", "2023-03"] == (None, None, None, "no data: needs ssd_family.fami_table_id")


def test_the_shipped_files_are_named_by_what_they_define() -> None:
    book = read_book()
    for file in SHIPPED.rglob("*.sql"):
        [versions] = [v for v in book.versions.values() if v[0].file == file]
        assert file.stem == versions[0].name or file.stem.startswith(versions[0].name + "_")
