"""What can't be counted from Annex A, and what one workbook lacks."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

from lineofsight.indicators.book import read_book
from lineofsight.records.descriptions import described
from lineofsight.sources.annex_a.limits import limits
from lineofsight.sources.annex_a.lists import FILLS, LIMITS

ON = dt.date(2023, 3, 31)


def test_every_indicator_of_the_book_is_computed_or_has_a_reason(tmp_path: Path) -> None:
    found = limits(ON)
    book = set(read_book(tmp_path).named("indicator"))
    assert found.enough | set(found.cannot) == book
    assert not found.enough & set(found.cannot)


def test_a_reason_is_one_sentence() -> None:
    for reason in limits(ON).cannot.values():
        assert re.fullmatch(r"[A-Z][^.]*\.", reason), reason


def test_every_table_that_is_filled_is_limited_or_says_what_does_not_change() -> None:
    found = limits(ON)
    filled = {file.stem for file in FILLS.glob("*.sql")}
    unlimited = {"ssd_person", "ssd_disability", "ssd_department", "ssd_professionals"}
    assert filled == found.latest_only | set(found.since) | unlimited
    assert filled <= set(described())


def test_the_months_are_counted_back_from_the_workbooks_day() -> None:
    assert limits(ON).since["ssd_contacts"] == dt.date(2022, 10, 1)
    assert limits(dt.date(2023, 8, 31)).since["ssd_cin_assessments"] == dt.date(2023, 3, 1)


def test_without_a_day_nothing_is_counted_of_the_months_before() -> None:
    found = limits(None)
    assert found.since == {} and "ssd_contacts" in found.latest_only
    assert found.cannot["2.10a"] == "the workbook doesn't say of which day it is"


def test_a_list_that_is_not_there_takes_its_figures_with_it() -> None:
    found = limits(ON, {6})
    assert found.cannot["1.2"] == "the workbook has no List 6: children in need"
    assert found.cannot["3.3"] == found.cannot["1.2"]
    assert "1.3" not in found.cannot
    assert found.cannot["5.10"] == limits(ON).cannot["5.10"]


def test_cautions_are_of_figures_that_are_computed() -> None:
    text = tomllib.loads(LIMITS.read_text(encoding="utf-8"))
    assert set(text["cautions"]) <= set(text["enough"])
    assert set(text["needs_lists"]) == set(text["enough"])
    assert set(text["of_months"]) <= set(text["enough"])
