"""What a council may set of the plan and its reports, and what reports say of the rhythm of audits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings as site

from lineofsight.problems import Refused
from lineofsight.web.audits.models import Cycle
from lineofsight.web.improvement.reporting.audits import rhythm
from lineofsight.web.improvement.rules import setting


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(site, "LINEOFSIGHT_HOME", tmp_path)
    (tmp_path / "improvement").mkdir()
    return tmp_path / "improvement" / "settings.toml"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("threshold = 51", "threshold: must be from 0 to 50"),
        ("rounding = 1000", "rounding: must be from 0 to 50"),
        ("red_score = 26", "red_score: must be from 0 to 25"),
        ("red_score = 7", "amber_score: must not be above red_score"),
        ("threshold = true", "threshold: must be a whole number"),
        ("threshold = 5.5", "threshold: must be a whole number"),
        ("threshold = -1", "threshold: must be from 0 to 1000"),
        ("thresholds = 5", "thresholds: there is no such setting"),
        ("threshold = {source = 'Ours'}", "threshold: must be a whole number"),
        ("threshold = ", "is no TOML"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_its_place(council: Path, written: str, told: str) -> None:
    council.write_text(written)
    with pytest.raises(Refused, match=rf"^improvement/settings\.toml: {told}"):
        setting("threshold")


def test_a_folder_in_the_place_of_the_file_is_refused(council: Path) -> None:
    council.mkdir()
    with pytest.raises(Refused, match=r"^improvement/settings\.toml: can't be read \("):
        setting("threshold")


def test_what_can_be_is_taken(council: Path) -> None:
    council.write_text("threshold = 50\nrounding = 3\n[red_score]\nvalue = 12\nsource = 'Our matrix'\n")
    assert (setting("threshold"), setting("rounding"), setting("red_score")) == (50, 3, 12)


def cycle(month: int, kind: str = "case_file") -> Cycle:
    return Cycle(kind=kind, starts_on=dt.date(2022, month, 1) if month < 13 else dt.date(2023, month - 12, 1))


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ((4, 6, 8), " of two months"),
        ((11, 13), " of two months"),
        ((4, 7), " of three months"),
        ((4, 6, 9), ""),  # no rhythm
        ((4,), ""),
        ((4, 4), ""),  # two at once
        ((), ""),
    ],
)
def test_a_report_says_of_cycles_how_long_they_are_where_they_keep_to_it(months: tuple[int, ...], said: str) -> None:
    assert rhythm([*map(cycle, months), cycle(5, "thematic")]) == said
