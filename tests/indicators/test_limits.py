"""A source that holds only a part of the past: what can be counted from it is, and the rest says why not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.children import LISTED_WITH, children_behind
from lineofsight.indicators.figures import Figure, figures, lay_figures
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Incoming, Snapshots
from lineofsight.reports.build import highlight_report
from lineofsight.sources.ssd_files import opened
from tests.extracts import with_nobody, write_extract

ON = dt.date(2023, 4, 12)
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def council(home: Home, tmp_path: Path, **limits: Any) -> Council:
    tables = with_nobody(
        {
            "ssd_contacts": [
                {"cont_contact_id": f"k{n}", "cont_person_id": "child-1", "cont_contact_date": f"2023-0{n}-03"}
                for n in (1, 2, 3)
            ]
        }
    )
    written = {"latest_only": [], "since": {}, "cannot": {}, "enough": [], "source": "The workbook"} | limits
    home.create()
    with opened(write_extract(tmp_path / "extract", tables), scratch=home.path) as extract:
        incoming = Incoming(extract.files, source="x", extracted_on=ON, limits=written)
        Snapshots(home.snapshots).load(incoming, now=NOW)
    return Council(home)


def counted(council: Council, *refs: str, months: int = 2) -> dict[tuple[str, str, str], Figure]:
    latest = Month(2023, 3)
    found = council.count([latest.minus(n) for n in range(months)], now=True, refs=refs)
    lay_figures(found)
    return {(f.ref, str(f.as_at), f.window): f for f in figures(found)}


def test_what_a_source_cannot_compute_says_why_at_every_date(home: Home, tmp_path: Path) -> None:
    reason = "the workbook lists the assessments of six months only"
    found = counted(council(home, tmp_path, cannot={"5.10": reason}), "5.10", "1.3")
    assert {f.note for f in found.values() if f.ref == "5.10"} == {f"no data: {reason}"}
    assert {f.numerator for f in found.values() if f.ref == "5.10"} == {None}
    assert all(f.numerator is not None for f in found.values() if f.ref == "1.3")


def test_the_latest_visit_alone_serves_the_extract_date_and_no_other(home: Home, tmp_path: Path) -> None:
    limits = {"latest_only": ["ssd_cp_visits"], "enough": ["4.7.2"]}
    found = counted(council(home, tmp_path, **limits), "4.7.2")
    assert found["4.7.2", "2023-04-12", "snapshot"].numerator is not None
    march = found["4.7.2", "2023-03-31", "snapshot"]
    assert march.numerator is None
    assert march.note == (
        "no data: The workbook holds only the latest row of each child in ssd_cp_visits, so it serves 2023-04-12 alone"
    )


def test_an_indicator_that_is_not_known_to_need_no_more_is_not_counted(home: Home, tmp_path: Path) -> None:
    found = counted(council(home, tmp_path, latest_only=["ssd_cp_visits"]), "4.7.2")
    now = found["4.7.2", "2023-04-12", "snapshot"]
    assert (now.numerator, now.note) == (
        None,
        "no data: The workbook holds only a part of ssd_cp_visits, and 4.7.2 may need more of it",
    )


def test_a_period_that_begins_before_what_the_source_holds_is_not_counted(home: Home, tmp_path: Path) -> None:
    limits = {"since": {"ssd_contacts": "2023-02-10"}, "enough": ["2.1"]}
    one = council(home, tmp_path, **limits)
    found = counted(one, "2.1", months=3)
    assert found["2.1", "2023-03-31", "month"].denominator == 1
    partly = {key: f.note for key, f in found.items() if f.numerator is None}
    whole = "no data: The workbook holds what happened since 2023-02-10, not the whole period"
    assert partly["2.1", "2023-03-31", "ytd"] == whole
    assert partly["2.1", "2023-02-28", "month"] == whole  # it begins on the first
    assert "since 2023-02-10" in partly["2.1", "2023-01-31", "month"]
    listed = one.count([Month(2023, 3)], refs=["2.1"], breakdowns=LISTED_WITH)
    assert len(children_behind(listed, "2.1", dt.date(2023, 3, 31), "month")) == 1
    with pytest.raises(Refused, match=r"2\.1 has no data: The workbook holds what happened since 2023-02-10"):
        children_behind(listed, "2.1", dt.date(2023, 3, 31), "rolling_year")


def test_the_report_of_such_a_source_describes_the_extract_date(home: Home, tmp_path: Path) -> None:
    limits = {"latest_only": ["ssd_cp_visits"], "enough": ["4.7.2", "1.3"]}
    one = council(home, tmp_path, **limits)
    report = highlight_report(one.home.path)
    assert (report.as_at, report.ended, report.labels[-1]) == (ON, False, "12 Apr 23")
    current = next(row.current for row in report.rows if row.ref == "4.7.2")
    assert current.numerator is not None
    march = highlight_report(one.home.path, Month(2023, 3))
    assert next(row.current for row in march.rows if row.ref == "4.7.2").numerator is None


def test_a_source_without_limits_is_counted_for_every_month(home: Home, tmp_path: Path) -> None:
    one = council(home, tmp_path)
    assert all(f.numerator is not None for f in counted(one, "4.7.2").values())
    assert highlight_report(one.home.path).month == Month(2023, 3)


def test_a_rate_lacks_what_the_count_lacks_that_it_divides(home: Home, tmp_path: Path) -> None:
    """A return of one year holds no whole twelve months before its end: a part of them must not pass for a rate."""
    of_year = council(home, tmp_path, since={"ssd_cin_episodes": "2022-06-01"}, enough=["2.6", "2.6r"])
    counted = of_year.count([Month(2023, 2), Month(2023, 3)], refs=["2.6", "2.6r"])
    lay_figures(counted)
    found = {(f.ref, f.as_at, f.window): f for f in figures(counted)}
    for ref in ("2.6", "2.6r"):
        lacking = found[ref, Month(2023, 3).end, "rolling_year"]
        assert lacking.numerator is None and "since 2022-06-01, not the whole period" in lacking.note, ref
    assert found["2.6", Month(2023, 2).end, "month"].numerator == 0
