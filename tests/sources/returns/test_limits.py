"""What the returns can't say: in sentences for a manager, about indicators and tables that there are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.indicators.book import read_book
from lineofsight.records.descriptions import described
from lineofsight.sources.returns.fills import fills_of
from lineofsight.sources.returns.limits import limits_of
from lineofsight.sources.returns.lists import CIN_CENSUS, SOURCES, SSDA903
from lineofsight.sources.returns.years import ReturnYear

TOGETHER = SOURCES / "returns"


@pytest.mark.parametrize("folder", [CIN_CENSUS, SSDA903, TOGETHER], ids=lambda folder: folder.name)
def test_each_indicator_is_computed_or_has_a_reason(folder: Path, tmp_path: Path) -> None:
    limits = limits_of(folder / "limits.toml", ReturnYear(2025, frozenset()))
    refs = set(read_book(tmp_path / "no book of its own").named("indicator"))
    assert set(limits.cannot) ^ limits.enough == refs
    for reason in limits.cannot.values():
        assert reason[0].islower() or reason.startswith("OC"), reason
        assert not reason.endswith("."), reason
    assert set(limits.since) | limits.latest_only <= set(described())
    assert set(limits.since.values()) == {dt.date(2024, 4, 1)}


def test_together_they_hold_what_each_holds() -> None:
    year = ReturnYear(2025, frozenset())
    apart = [limits_of(folder / "limits.toml", year) for folder in (CIN_CENSUS, SSDA903)]
    both = limits_of(TOGETHER / "limits.toml", year)
    assert both.since == {**apart[0].since, **apart[1].since}
    assert both.latest_only == apart[0].latest_only | apart[1].latest_only
    assert both.enough >= apart[0].enough | apart[1].enough
    filled = {fill.table for folder in (CIN_CENSUS, SSDA903) for fill in fills_of(folder / "fills")}
    assert set(both.since) | both.latest_only <= filled
